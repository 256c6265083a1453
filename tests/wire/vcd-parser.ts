/* A reader of value change dumps (IEEE 1364, 18.2), and a UART that samples bits in their middle: it shares nothing with what writes them. */

export interface Line {
	/** In milliseconds. */
	readonly changes: { time: number; level: number }[];
}

const units: Readonly<Record<string, number>> = { s: 1e3, ms: 1, us: 1e-3, ns: 1e-6, ps: 1e-9, fs: 1e-12 };

/** The scalar variables of a dump, by their path. @throws Error for what is no dump */
export function parseVcd(text: string): Record<string, Line> {
	const tokens = text.split(/\s+/).filter(Boolean);
	const lines: Record<string, Line> = {};
	const bySign = new Map<string, Line>();
	const scope: string[] = [];
	let unit = Number.NaN;
	let time = 0;
	let at = 0;
	const section = (): string[] => {
		const end = tokens.indexOf("$end", at);
		if (end < 0) throw new Error("a section without its end");
		const content = tokens.slice(at, end);
		at = end + 1;
		return content;
	};
	while (at < tokens.length) {
		const token = tokens[at++];
		if (token === "$timescale") {
			const [, number, name] = /^(1|10|100)(\D+)$/.exec(section().join("")) ?? [];
			unit = Number(number) * units[name];
		} else if (token === "$scope") scope.push(section()[1]);
		else if (token === "$upscope") {
			section();
			scope.pop();
		} else if (token === "$var") {
			const [kind, size, sign, name] = section();
			if (kind !== "wire" || size !== "1") throw new Error(`not a line: ${name}`);
			const line: Line = { changes: [] };
			lines[[...scope, name].join(".")] = line;
			bySign.set(sign, line);
		} else if (token === "$date" || token === "$comment" || token === "$enddefinitions") section();
		else if (token === "$dumpvars" || token === "$end") continue;
		else if (token.startsWith("#")) {
			const next = Number(token.slice(1)) * unit;
			if (!(next >= time)) throw new Error(`time goes back: ${token}`);
			time = next;
		} else if (/^[01]/.test(token)) {
			const line = bySign.get(token.slice(1));
			if (!line) throw new Error(`nobody declared ${token}`);
			const level = Number(token[0]);
			if (line.changes.at(-1)?.level === level) throw new Error(`no change: ${token} at ${time}`);
			line.changes.push({ time, level });
		} else throw new Error(`what is ${token}?`);
	}
	return lines;
}

/** What a receiver of 8N1 hears. @throws Error when a stop bit is missing */
export function uartBytes({ changes }: Line, baudAt: (time: number) => number): { value: number; start: number }[] {
	const bytes: { value: number; start: number }[] = [];
	let index = 0;
	const levelAt = (time: number): number => {
		while (index + 1 < changes.length && changes[index + 1].time <= time) index++;
		return changes[index].level;
	};
	let from = 0;
	for (;;) {
		const start = changes.find((it, i) => i > 0 && it.level === 0 && it.time >= from)?.time;
		if (start === undefined) return bytes;
		const bit = 1000 / baudAt(start);
		let value = 0;
		if (levelAt(start + bit / 2) !== 0) throw new Error(`no start bit at ${start}`);
		for (let i = 0; i < 8; i++) value |= levelAt(start + (i + 1.5) * bit) << i;
		if (levelAt(start + 9.5 * bit) !== 1) throw new Error(`no stop bit at ${start}`);
		bytes.push({ value, start });
		from = start + 9.5 * bit;
	}
}
