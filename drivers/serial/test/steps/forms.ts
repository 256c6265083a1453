import { is, open, ring, throws, wait, wire } from "serial-test/harness";

/** All forms of `read`, and what they do when there is nothing. */
export async function reading(): Promise<string> {
	const serial = open();
	is(serial.read(), undefined, "read() of nothing");
	is(serial.read(4), undefined, "read(4) of nothing");
	is(serial.read(new Uint8Array(4)), undefined, "read(view) of nothing");
	serial.write(Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10));
	await wait(wire(10));
	const into = new Uint8Array(8).fill(0xff);
	is(serial.read(into.subarray(2, 4)), 2, "read(view of 2)");
	is(`${into}`, "255,255,1,2,255,255,255,255", "only the view was filled");
	const three = serial.read(3) as ArrayBuffer;
	is(`${new Uint8Array(three)}`, "3,4,5", "read(3)");
	is(serial.read(new DataView(into.buffer, 0, 1)), 1, "read(DataView of 1)");
	is(into[0], 6, "into the DataView");
	throws(() => serial.read(0), "read(0)");
	throws(() => serial.read(new Uint16Array(2)), "read(array of words)");
	const buffer = new ArrayBuffer(16);
	is(serial.read(buffer), 4, "read(ArrayBuffer of 16)");
	is(`${new Uint8Array(buffer, 0, 5)}`, "7,8,9,10,0", "the rest");
	serial.write(Uint8Array.of(11, 12));
	await wait(wire(2));
	is(`${new Uint8Array(serial.read() as ArrayBuffer)}`, "11,12", "read()");
	serial.close();
	return "read(), read(n), read(view)";
}

/** All of it or nothing. */
export async function writing(): Promise<string> {
	const serial = open();
	const most = new Uint8Array(ring.transmit).map((_, index) => index);
	serial.write(most);
	throws(() => serial.write(most), "another ringful at once");
	await wait(wire(most.length));
	const got = new Uint8Array(most.length + 1);
	is(serial.read(got), most.length, "what came back");
	for (let i = 0; i < most.length; i++) if (got[i] !== most[i]) throw new Error(`byte ${i} is ${got[i]}`);
	serial.write(most.buffer as ArrayBuffer);
	await wait(wire(most.length));
	is(serial.read(got), most.length, "of an ArrayBuffer");
	serial.write(new Uint8Array(0));
	throws(() => serial.write("text" as unknown as ArrayBuffer), "a string");
	serial.close();
	return `${ring.transmit} bytes at once`;
}

export async function formats(): Promise<string> {
	const serial = open({ format: "number" });
	is(serial.format, "number", "format");
	is(serial.read(), undefined, "number of nothing");
	for (const byte of [0, 10, 255]) serial.write(byte);
	await wait(wire(3));
	for (const byte of [0, 10, 255]) is(serial.read(), byte, "a byte");
	throws(() => {
		serial.format = "string" as "number";
	}, "a format that is none");
	is(serial.format, "number", "format stays");
	serial.format = "buffer";
	is(serial.format, "buffer", "format changed");
	serial.close();
	return "number, buffer";
}
