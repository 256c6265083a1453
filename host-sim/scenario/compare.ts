/** Comparing and showing values: "testing/compare". */

export function bytesOf(buffer: ArrayBuffer | ArrayBufferView): Uint8Array {
	if (buffer instanceof ArrayBuffer) return new Uint8Array(buffer);
	return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength);
}

const isBytes = (value: unknown): value is ArrayBuffer | ArrayBufferView =>
	value instanceof ArrayBuffer || ArrayBuffer.isView(value);

type Fields = Record<string, unknown>;

/** Where two values differ ("" at the top), or undefined if they do not. */
export function difference(actual: unknown, expected: unknown, path: string): string | undefined {
	if (Object.is(actual, expected)) return undefined;
	if (typeof actual !== "object" || typeof expected !== "object" || !actual || !expected) return path;
	if (isBytes(actual) || isBytes(expected)) {
		if (!isBytes(actual) || !isBytes(expected)) return path;
		return differenceOfLists(bytesOf(actual), bytesOf(expected), path);
	}
	if (Array.isArray(actual) !== Array.isArray(expected)) return path;
	if (Array.isArray(actual)) return differenceOfLists(actual, expected as unknown[], path);
	if (actual instanceof Error || expected instanceof Error) return path;
	const names = Object.keys(actual);
	for (const name of Object.keys(expected)) if (!names.includes(name)) names.push(name);
	for (const name of names) {
		if (!(name in actual) || !(name in expected)) return `${path}.${name}`;
		const found = difference((actual as Fields)[name], (expected as Fields)[name], `${path}.${name}`);
		if (found !== undefined) return found;
	}
	return undefined;
}

function differenceOfLists(actual: ArrayLike<unknown>, expected: ArrayLike<unknown>, path: string): string | undefined {
	const shorter = actual.length < expected.length ? actual.length : expected.length;
	for (let i = 0; i < shorter; i++) {
		const found = difference(actual[i], expected[i], `${path}[${i}]`);
		if (found !== undefined) return found;
	}
	return actual.length === expected.length ? undefined : `${path}.length`;
}

/** A value as text, for a person to read. */
export function show(value: unknown): string {
	if (isBytes(value)) return showBytes(bytesOf(value));
	if (typeof value === "string") return JSON.stringify(value);
	if (value instanceof Error) return String(value);
	if (Array.isArray(value)) return `[${value.map(show).join(", ")}]`;
	if (typeof value === "function") return `function ${value.name}`;
	if (typeof value === "object" && value) {
		return `{${Object.entries(value)
			.map(([name, it]) => `${name}: ${show(it)}`)
			.join(", ")}}`;
	}
	return Object.is(value, -0) ? "-0" : String(value);
}

function showBytes(bytes: Uint8Array): string {
	const printable = bytes.length > 0 && bytes.every((it) => (it >= 32 && it < 127) || it === 10 || it === 13);
	if (printable) return `bytes ${JSON.stringify(String.fromCharCode(...bytes.subarray(0, 200)))}`;
	return `bytes <${Array.from(bytes.subarray(0, 64), (it) => it.toString(16).padStart(2, "0")).join(" ")}>`;
}
