/** How large the compiled modules are. */
import { readFileSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { modulesMap } from "../host-sim/xs/device-modules";

export interface Size {
	folder: string;
	modules: number;
	/** Bytes of compiled JavaScript, comments left out. */
	bytes: number;
}

export function sizes(): Size[] {
	const folders = new Map<string, Size>();
	for (const line of readFileSync(modulesMap, "utf8").split("\n")) {
		const [specifier, path] = line.split("\t");
		if (!path || !/^(drivers|wfi32)\//.test(specifier)) continue;
		const folder = dirname(specifier) === "wfi32" ? "modules" : dirname(specifier);
		const size = folders.get(folder) ?? { folder, modules: 0, bytes: 0 };
		size.modules++;
		size.bytes += withoutComments(path);
		folders.set(folder, size);
	}
	return [...folders.values()].sort((a, b) => (a.folder < b.folder ? -1 : 1));
}

function withoutComments(path: string): number {
	if (!statSync(path).isFile()) return 0;
	return readFileSync(path, "utf8")
		.replace(/\/\*[\s\S]*?\*\//g, "")
		.replace(/^\s*\/\/.*$/gm, "")
		.replace(/^\s+/gm, "").length;
}
