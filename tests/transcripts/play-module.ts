import { type Bench, type BenchOptions, bench } from "../module/bench";
import type { Example } from "./transcripts";

/** How an example is brought about at the virtual module. */
export interface Stage extends BenchOptions {
	/** What comes before the example. The last socket that it opens is the one of `<id>`. */
	before?(it: Bench): unknown;
	/** What happens outside, in order, each time the module has nothing to say of itself. */
	outside?: readonly ((it: Bench) => void)[];
	/** It was recorded by hand: when the module says the time is left out of it. */
	recorded?: boolean;
}

const PATIENCE = 20_000;
/** The firmware says the time when it has got it: in what a person recorded, that may be anywhere (module-behaviour, "other text"). */
const CLOCK = /\r\+TIME:[^\n]*\n>?/g;
const STEP = 10;

/**
 * Plays an example against a virtual module: says what the host says, and expects exactly what the module says there.
 * @throws Error with what came instead
 */
export function playModule({ chapter, steps }: Example, stage: Stage = {}): void {
	const { before, outside = [], recorded = false, ...options } = stage;
	const timeless = (text: string) => (recorded ? text.replace(CLOCK, "") : text);
	const it = bench(options);
	before?.(it);
	const variables = new Map([["angle", "<"]]);
	const socket = it.module.state.sockets.at(-1);
	if (socket) variables.set("id", String(socket.id));
	it.take();
	const actions = [...outside];
	let said = "";
	const listen = (): void => {
		said = timeless(said + it.after(STEP));
	};
	for (const [index, step] of steps.entries()) {
		const text = timeless(step.module ?? step.text);
		if (step.speaker === "host") {
			if (said !== "") throw new Error(`${chapter}: said too much before ${text.trim()}: ${JSON.stringify(said)}`);
			it.send(fill(text, variables));
			const next = steps[index + 1];
			// the example does not show what comes of it
			if (!next || next.speaker === "host") {
				if (next?.data) continue;
				for (let time = 0; time < 1000; time += STEP) listen();
				if (!/(^|\n)OK\r\n/.test(said)) throw new Error(`${chapter}: ${text.trim()} got ${JSON.stringify(said)}`);
				said = "";
			}
			continue;
		}
		if (text === "") continue;
		const pattern = patternOf(text, variables);
		for (let time = 0; said.length < text.length && !pattern.test(said); time += STEP) {
			if (said === "" && time % 2000 === 1990) actions.shift()?.(it);
			if (time > PATIENCE) break;
			listen();
		}
		const found = pattern.exec(said);
		if (!found) throw new Error(`${chapter}: expected ${JSON.stringify(text)}, got ${JSON.stringify(said)}`);
		for (const [name, value] of Object.entries(found.groups ?? {})) variables.set(name, value);
		said = said.slice(found[0].length);
	}
	if (said !== "") throw new Error(`${chapter}: said too much in the end: ${JSON.stringify(said)}`);
}

const place = /<(text)? ?([a-z]*)>/g;

/** A text with what is known by now in its places. */
function fill(text: string, variables: ReadonlyMap<string, string>): string {
	return text.replace(place, (all, _kind, name) => variables.get(name) ?? all);
}

function patternOf(text: string, variables: ReadonlyMap<string, string>): RegExp {
	const literal = (part: string) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
	let source = "^";
	let at = 0;
	for (const { 0: all, 1: kind, 2: name, index } of text.matchAll(place)) {
		const known = variables.get(name);
		const one = kind ? '[^"\\r]*' : "\\d+";
		source += literal(text.slice(at, index)) + (known === undefined ? `(?<${name}>${one})` : literal(known));
		at = index + all.length;
	}
	return new RegExp(source + literal(text.slice(at)));
}
