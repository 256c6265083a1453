import { flow, is, open, ring, throws, wait, wire } from "serial-test/harness";

/** When callbacks come, and with what. */
export async function callbacks(): Promise<string> {
	const calls: string[] = [];
	const target = {};
	const serial: ReturnType<typeof open> = open({
		target,
		onReadable(count) {
			is(this, serial, "this of onReadable");
			calls.push(`readable ${count}`);
		},
		onWritable(count) {
			calls.push(`writable ${count}`);
		},
	});
	is(calls.length, 0, "calls from in the constructor");
	is((serial as unknown as { target: object }).target, target, "target");
	await wait(5);
	is(`${calls}`, `writable ${ring.transmit}`, "at first");
	calls.length = 0;
	serial.write(Uint8Array.of(1, 2, 3));
	is(calls.length, 0, "calls from in write");
	await wait(wire(3));
	is(`${calls}`, `writable ${ring.transmit},readable 3`, "after three bytes");
	await wait(20);
	is(calls.length, 2, "no more without more bytes");
	serial.write(Uint8Array.of(4));
	await wait(wire(1));
	is(calls[3], "readable 4", "what was not read is counted again");
	serial.close();
	serial.close();
	for (const it of ["read", "flush", "get"] as const) throws(() => serial[it](), `${it} after close`);
	throws(() => serial.write(Uint8Array.of(1)), "write after close");
	throws(() => serial.set({ break: false }), "set after close");
	throws(() => serial.format, "format after close");
	throws(() => serial.overruns, "overruns after close");
	return "in order, none from in a call";
}

/** Close with a message under way, and from in both callbacks: none comes after it. */
export async function closing(): Promise<string> {
	let late = 0;
	open({ onWritable: () => late++ }).close();
	await wait(5);
	is(late, 0, "onWritable after close");
	let readable = 0;
	const first: ReturnType<typeof open> = open({
		onReadable: () => {
			readable++;
			first.close();
		},
		onWritable: () => {
			if (readable) late++;
		},
	});
	await wait(5);
	first.write(new Uint8Array(200));
	await wait(wire(200));
	is(readable, 1, "onReadable once");
	is(late, 0, "onWritable after close in onReadable");
	const second: ReturnType<typeof open> = open({ onWritable: () => second.close() });
	await wait(5);
	throws(() => second.read(), "closed in onWritable");
	open(flow).close();
	return "messages under way, both callbacks";
}

/** Gives everything back, time and again. */
export async function reopening(): Promise<string> {
	const bytes = new Uint8Array(64).fill(0x55);
	const times = 200;
	for (let i = 0; i < times; i++) {
		const serial: ReturnType<typeof open> = open({ ...flow, onReadable() {}, onWritable() {} });
		serial.write(bytes);
		if (i & 1) await wait(1);
		serial.close();
	}
	const serial: ReturnType<typeof open> = open();
	serial.write(Uint8Array.of(1, 2));
	await wait(wire(2));
	is((serial.read() as ArrayBuffer).byteLength, 2, "the last one works");
	serial.close();
	return `${times} times`;
}
