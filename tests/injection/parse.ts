/** An AT command line as module-behaviour.md describes it, read without looking at anybody else's reading of it. */
export interface ParsedCommand {
	name: string;
	/** Numbers as they are; strings as Latin-1. */
	parameters: (number | string)[];
}

const ESCAPES: Record<string, string> = {
	...{ a: "\x07", b: "\b", t: "\t", n: "\n", v: "\v", f: "\f", r: "\r", e: "\x1b", '"': '"', "\\": "\\" },
};

/** @throws Error for whatever is not a command */
export function parseCommand(line: string): ParsedCommand {
	const fail = (why: string): never => {
		throw new Error(`${why}: ${JSON.stringify(line)}`);
	};
	const head = /^AT(\+[A-Z]+|E[01])?(=)?/.exec(line);
	if (!head) return fail("no command");
	const parameters: (number | string)[] = [];
	let at = head[0].length;
	if (!head[2]) return at === line.length ? { name: head[1] ?? "", parameters } : fail("something behind the name");
	for (;;) {
		const rest = line.slice(at);
		const number = /^-?(0x[\dA-Fa-f]+|\d+)/.exec(rest);
		const hex = /^\[((?:[\dA-Fa-f]{2})*)\]/.exec(rest);
		if (number) {
			parameters.push(Number(number[0]));
			at += number[0].length;
		} else if (hex) {
			parameters.push(Buffer.from(hex[1] ?? "", "hex").toString("latin1"));
			at += hex[0].length;
		} else if (rest[0] === '"') {
			let text = "";
			for (at++; line[at] !== '"'; at++) {
				let character = line[at];
				if (character === undefined) return fail("a string without an end");
				if (character < " " || character > "~") return fail("a byte that no string may have");
				if (character === "\\") character = ESCAPES[line[++at] ?? ""] ?? fail("an escape that nobody knows");
				text += character;
			}
			at++;
			parameters.push(text);
		} else return fail("neither number nor string");
		if (at === line.length) return { name: head[1] ?? "", parameters };
		if (line[at++] !== ",") return fail("no comma");
	}
}
