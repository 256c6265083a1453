/**
 * Loads device modules into a realm of their own: a fresh registry and fresh globals for each program, specifiers by
 * the manifests, promise jobs run when a callback returns. The same under jest, tsx and plain Node.
 */
import { readFileSync } from "node:fs";
import { SourceMap } from "node:module";
import { dirname, join } from "node:path";
import { type Context, createContext, Script } from "node:vm";
import { transformSync } from "@swc/core";
import { deviceModules } from "../xs/device-modules";

type Exports = Record<string, unknown>;
type Wrapper = (exports: Exports, require: (specifier: string) => Exports, module: { exports: Exports }) => void;

interface Compiled {
	script: Script;
	map: SourceMap | undefined;
}

const compiled = new Map<string, Compiled>();
const inlineMap = /\/\/# sourceMappingURL=data:application\/json;(?:charset=utf-8;)?base64,(\S+)\s*$/;

function compile(path: string): Compiled {
	const source = readFileSync(path, "utf8");
	const key = `${path}\0${source}`;
	let result = compiled.get(key);
	if (!result) {
		const { code } = transformSync(source, {
			filename: path,
			configFile: false,
			swcrc: false,
			sourceMaps: "inline",
			jsc: { parser: { syntax: "typescript" }, target: "es2022" },
			module: { type: "commonjs" },
		});
		const map = inlineMap.exec(code);
		result = {
			// in one line, so that lines stay where the map has them
			script: new Script(`(function (exports, require, module) {${code}\n})`, { filename: path }),
			map: map ? new SourceMap(JSON.parse(Buffer.from(map[1], "base64").toString())) : undefined,
		};
		compiled.set(key, result);
	}
	return result;
}

export class Realm {
	readonly #context = createContext({}, { microtaskMode: "afterEvaluate", codeGeneration: { strings: false } });
	readonly #modules = new Map<string, { exports: Exports }>();
	readonly #maps = new Map<string, SourceMap>();
	readonly #specifiers = deviceModules("node");
	readonly #call = new Script("entered()");

	/** The realm's global object. */
	get global(): Context {
		return this.#context;
	}

	/**
	 * Calls a function inside the realm; promise jobs have run when this returns. Not to be called from inside.
	 * @throws what the function throws
	 */
	enter<T>(work: () => T): T {
		let result: T | undefined;
		(this.#context as Record<string, unknown>).entered = () => {
			result = work();
		};
		this.#call.runInContext(this.#context);
		return result as T;
	}

	/** @throws Error when the manifests have no such module */
	load(specifier: string): Exports {
		const path = this.#specifiers.get(specifier);
		if (!path) throw new Error(`module not found: "${specifier}"`);
		return this.loadFile(path);
	}

	loadFile(path: string): Exports {
		const known = this.#modules.get(path);
		if (known) return known.exports;
		const module = { exports: {} as Exports };
		this.#modules.set(path, module);
		const { script, map } = compile(path);
		if (map) this.#maps.set(path, map);
		const wrapper = script.runInContext(this.#context) as Wrapper;
		const require = (specifier: string) => {
			if (!specifier.startsWith(".")) return this.load(specifier);
			return this.loadFile(`${join(dirname(path), specifier)}.ts`);
		};
		wrapper(module.exports, require, module);
		return module.exports;
	}

	/** A stack, with places in the sources instead of what they were compiled to. */
	explain(stack: string): string {
		return stack.replace(/(\/[^\s():]+):(\d+):(\d+)/g, (whole, path: string, line: string, column: string) => {
			const entry = this.#maps.get(path)?.findEntry(Number(line) - 1, Number(column) - 1);
			if (!entry || !("originalLine" in entry)) return whole;
			return `${path}:${entry.originalLine + 1}:${entry.originalColumn + 1}`;
		});
	}
}
