import { onNode } from "./tools/manifests.mjs";

const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

export default {
	// time in tests is virtual: this only ends what hangs, on however slow or busy a machine
	testTimeout: 120_000,
	globalSetup: "<rootDir>/host-sim/testing/global-setup.ts",
	testMatch: ["<rootDir>/{tests,examples,host-sim}/**/*.test.ts"],
	transform: {
		"\\.[mc]?[tj]s$": ["@swc/jest", { jsc: { target: "es2022" }, sourceMaps: "inline" }],
	},
	// aedes and what it stands on are published as ES modules only
	transformIgnorePatterns: ["/node_modules/(?!(aedes|aedes-.*|mqemitter|fastparallel|hyperid)/)"],
	moduleNameMapper: Object.fromEntries([...onNode()].map(([specifier, path]) => [`^${escaped(specifier)}$`, path])),
};
