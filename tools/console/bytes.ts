/** Bytes as a person types them. */

/** Text as UTF-8; `\r`, `\n`, `\t`, `\\` and `\x00` stand for bytes. */
export function unescaped(text: string): Buffer {
	const names: Readonly<Record<string, number>> = { r: 13, n: 10, t: 9, "\\": 92 };
	const parts: Buffer[] = [];
	let at = 0;
	for (const { 0: all, 1: name, 2: hex, index } of text.matchAll(/\\(?:([rnt\\])|x([\dA-Fa-f]{2}))/g)) {
		parts.push(Buffer.from(text.slice(at, index)), Buffer.of(hex ? Number.parseInt(hex, 16) : names[name]));
		at = index + all.length;
	}
	return Buffer.concat([...parts, Buffer.from(text.slice(at))]);
}

/** @returns undefined for what is no even number of hexadecimal digits; blanks between them do not count */
export function fromHex(text: string): Buffer | undefined {
	const digits = text.replaceAll(" ", "");
	return digits && /^(?:[\dA-Fa-f]{2})+$/.test(digits) ? Buffer.from(digits, "hex") : undefined;
}
