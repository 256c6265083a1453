import Serial from "embedded:io/serial";
import config from "mc/config";
import Time from "time";
import Timer from "timer";

import type Port from "../../port/serial";
import type { SerialOptions } from "../../port/serial";

/** What the manifest says of the port under test. */
export const { port, flow, ring } = config as unknown as {
	port: { transmit: number; receive: number; baud: number };
	flow: { clearToSend: number; requestToSend: number };
	ring: { receive: number; transmit: number };
};

let failed = 0;
export const failures = () => failed;

/** One step: what it returns is said with its name. */
export async function run(name: string, step: () => Promise<string> | string): Promise<void> {
	const start = Time.ticks;
	try {
		const found = await step();
		trace(`ok ${name}: ${found} (${Time.delta(start)} ms)\n`);
	} catch (error) {
		failed++;
		trace(`FAILED ${name}: ${error}\n`);
	}
}

export function is(value: unknown, expected: unknown, what: string): void {
	if (value !== expected) throw new Error(`${what}: ${value}, not ${expected}`);
}

/** @returns what was thrown */
export function throws(action: () => unknown, what: string): string {
	try {
		action();
	} catch (error) {
		return `${error}`;
	}
	throw new Error(`${what}: did not throw`);
}

export const wait = (milliseconds: number) =>
	new Promise<void>((done) => {
		Timer.set(() => done(), milliseconds);
	});

/** Milliseconds that so many bytes take on the wire, rounded up, and then some for the last interrupt and its message. */
export const wire = (count: number) => Math.ceil((count * 10_000) / port.baud) + 5;

/** The class under test. */
export const Class = Serial as unknown as new (options: SerialOptions) => Port;

export const open = (more: Partial<SerialOptions> = {}) => new Class({ ...port, ...more });
