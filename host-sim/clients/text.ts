// UTF-8 with what every ECMAScript engine has.

export function bytesOf(text: string): Uint8Array {
	const bytes: number[] = [];
	const escaped = encodeURIComponent(text);
	for (let i = 0; i < escaped.length; i++) {
		if (escaped[i] === "%") {
			bytes.push(Number.parseInt(escaped.slice(i + 1, i + 3), 16));
			i += 2;
		} else bytes.push(escaped.charCodeAt(i));
	}
	return Uint8Array.from(bytes);
}

/** @throws URIError for what is no UTF-8 */
export function textOf(bytes: readonly number[]): string {
	let escaped = "";
	for (const byte of bytes) escaped += `%${byte.toString(16).padStart(2, "0")}`;
	return decodeURIComponent(escaped);
}
