// For jest.config.mjs of a project that uses this package: modules by the names that manifests give them.
import { resolve } from "node:path";
import { modulesOf } from "../../tools/manifests.mjs";

const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** Packages that are published as ES modules only, and this one, which is TypeScript. */
const transformed = ["wfi32-moddable"];

/**
 * A configuration of jest, to be used as it is or spread into another: TypeScript by @swc/jest, the modules of this
 * package, what stands in for the platform's ("timer", "time", "embedded:io/serial", "mc/config", and clients of HTTP,
 * MQTT, WebSocket and NTP), and the project's own modules.
 * @param {{manifests?: string[], platform?: string}} options `manifests`: the project's, as mcconfig gets them, by paths
 *   from the working directory; `platform`: whose sections of them, "lin" if left out
 */
export function jestConfig({ manifests = [], platform = "lin" } = {}) {
	const modules = modulesOf(
		platform,
		"modules/standard/manifest.json",
		...manifests.map((it) => resolve(it)),
		"host-sim/node/manifest.json",
	);
	return {
		transform: {
			"\\.[mc]?[tj]s$": ["@swc/jest", { jsc: { target: "es2022" }, sourceMaps: "inline" }],
		},
		transformIgnorePatterns: [`/node_modules/(?!(${transformed.join("|")})/)`],
		moduleNameMapper: Object.fromEntries([...modules].map(([specifier, path]) => [`^${escaped(specifier)}$`, path])),
	};
}
