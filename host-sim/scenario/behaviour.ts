/**
 * Tests that run on the device's side, on every engine: "testing/behaviour". A test file says `behaviour(name, body)` for
 * each behaviour; the bench on the other side of "host/channel" picks one, lets time pass and plays the world.
 */
import { allocated, onMessage, post } from "host/channel";
import { bytesOf, difference, show } from "testing/compare";

/** What was allocated in the heap: slots, and bytes of chunks. */
export interface Allocations {
	slots: number;
	chunks: number;
}

type Json = string | number | boolean | null | undefined | Json[] | { [key: string]: Json };

class Failed extends Error {}

interface Waiting {
	done: (value: unknown) => void;
	failed: (error: Error) => void;
}

const waiting = new Map<number, Waiting>();
let questions = 0;

/** Asks the bench; the answer comes when it says so. */
function ask(question: { [key: string]: Json }): Promise<unknown> {
	const id = ++questions;
	return new Promise((done, failed) => {
		waiting.set(id, { done, failed });
		post(JSON.stringify({ ...question, ask: id }));
	});
}

const figures = new Float64Array(4);

/** What a behaviour's body is given. */
export class Test {
	/** How many checks were made: says where a behaviour failed, as XS keeps no line numbers. */
	checks = 0;

	/** Fails unless both are the same: numbers as `Object.is` has it, bytes by content, arrays and plain objects deeply. */
	equal(actual: unknown, expected: unknown, hint = ""): void {
		this.checks++;
		const found = difference(actual, expected, "");
		if (found === undefined) return;
		throw new Failed(
			`${hint && `${hint}: `}expected ${show(expected)}, got ${show(actual)}${found && ` (at ${found})`}`,
		);
	}

	/** Fails unless the value is truthy. */
	ok(value: unknown, hint = "expected something truthy"): void {
		this.checks++;
		if (!value) throw new Failed(`${hint}, got ${show(value)}`);
	}

	/** Fails unless `work` throws (an instance of the class, if one is given). @returns what it threw */
	throws(work: () => unknown, kind?: new (...parameters: never[]) => Error): Error {
		this.checks++;
		let error: unknown;
		let result: unknown;
		try {
			result = work();
		} catch (thrown) {
			error = thrown ?? new Error("nothing");
		}
		if (error === undefined) throw new Failed(`expected an exception, got ${show(result)}`);
		if (kind && !(error instanceof kind)) throw new Failed(`expected a ${kind.name}, got ${show(error)}`);
		return error as Error;
	}

	/** Lets virtual time pass. @param milliseconds 0 or more */
	async advance(milliseconds: number): Promise<void> {
		await ask({ advance: milliseconds });
	}

	/**
	 * Lets virtual time pass, event by event, until the condition holds.
	 * @param limit milliseconds after which it fails
	 */
	async until(condition: () => unknown, limit = 60000, hint = "the condition"): Promise<void> {
		let left = limit;
		while (!condition()) {
			// what is left may be too little to be added to the time: it would never pass
			if (left < 1e-6) throw new Failed(`${hint} did not come within ${limit} ms`);
			left -= (await ask({ step: left })) as number;
		}
	}

	/** Asks the bench to do or to tell something. Rejects when the bench's handler throws. */
	async world<T = unknown>(command: string, argument?: unknown): Promise<T> {
		return (await ask({ world: command, argument: argument as Json })) as T;
	}

	/** What `work` allocates, exactly, collected since or not. Only in behaviours marked `behaviour.xs`. */
	slots(work: () => void): Allocations {
		if (!allocated) throw new Failed("this engine cannot tell what is allocated: use behaviour.xs");
		allocated(figures);
		const slots = figures[0];
		const chunks = figures[1];
		work();
		allocated(figures);
		return { slots: figures[0] - slots, chunks: figures[1] - chunks };
	}

	/**
	 * What callbacks of timers and serial ports (and promise jobs they led to) have allocated so far: the difference of
	 * two calls is what the firmware allocated in between, without the test's own. Only in `behaviour.xs`.
	 */
	allocations(): Allocations {
		if (!allocated) throw new Failed("this engine cannot tell what is allocated: use behaviour.xs");
		allocated(figures);
		return { slots: figures[2], chunks: figures[3] };
	}

	/** The content of a buffer as numbers, for `equal` and messages. */
	bytes(buffer: ArrayBuffer | ArrayBufferView): number[] {
		return Array.from(bytesOf(buffer));
	}
}

type Body = (t: Test) => void | Promise<void>;

interface Behaviour {
	name: string;
	body: Body;
	xsOnly: boolean;
}

const behaviours: Behaviour[] = [];

function add(name: string, body: Body, xsOnly: boolean): void {
	if (behaviours.some((it) => it.name === name)) throw new Error(`two behaviours are called "${name}"`);
	behaviours.push({ name, body, xsOnly });
}

/** A behaviour that is tested on every engine. */
export function behaviour(name: string, body: Body): void {
	add(name, body, false);
}

/** A behaviour that can be tested on XS only, because it measures what only XS can tell. */
behaviour.xs = (name: string, body: Body): void => add(name, body, true);

async function run(name: string): Promise<void> {
	const found = behaviours.find((it) => it.name === name);
	const t = new Test();
	try {
		if (!found) throw new Failed(`no behaviour is called "${name}"`);
		await found.body(t);
		post(JSON.stringify({ done: true }));
	} catch (error) {
		const { message, stack = "" } = error instanceof Error ? error : new Failed(`thrown: ${show(error)}`);
		const failed = error instanceof Failed;
		post(JSON.stringify({ done: true, error: failed ? message : `${error}`, stack, checks: t.checks }));
	}
}

onMessage((text) => {
	const { list, run: name, answer, value, error } = JSON.parse(text);
	if (list) {
		post(JSON.stringify({ behaviours: behaviours.map((it) => ({ name: it.name, xsOnly: it.xsOnly })) }));
	} else if (name !== undefined) {
		run(name);
	} else {
		const question = waiting.get(answer);
		waiting.delete(answer);
		if (error === undefined) question?.done(value);
		else question?.failed(new Failed(error));
	}
});
