/** Text and tables as the pages have them. */

const WIDTH = 118;
/** Code stays in one piece. */
const WORD = /(?:[^\s`]|`[^`]*`)+/g;
/** At a line's beginning it would be the beginning of a list, a heading or a quotation. */
const BEGINS_SOMETHING = /^([-+*=>]|#+|\d+[.)])$/;

/** Paragraphs, apart from each other by an empty line, in lines of at most 118 characters; lists line by line. */
export function prose(text: string): string {
	return text
		.trim()
		.split(/\n\s*\n/)
		.map((paragraph) =>
			paragraph
				.trim()
				.split(/\n(?=\s*- )/)
				.map((it) => (it.trim().startsWith("- ") ? lines(it.trim(), "  ") : lines(it.trim(), "")))
				.join("\n"),
		)
		.join("\n\n");
}

function lines(text: string, indent: string): string {
	const done: string[][] = [[]];
	let length = 0;
	for (const word of text.match(WORD) ?? []) {
		const line = done[done.length - 1];
		if (line.length && length + 1 + word.length > WIDTH) {
			const first = [word];
			while (BEGINS_SOMETHING.test(first[0]) && line.length > 1) first.unshift(line.pop() as string);
			done.push(first);
			length = indent.length + first.join(" ").length;
		} else {
			length += (line.length ? 1 : 0) + word.length;
			line.push(word);
		}
	}
	return done.map((it) => it.join(" ")).join(`\n${indent}`);
}

/** @param texts how many columns are text; those behind them are numbers, set right */
export function table(head: readonly string[], rows: readonly string[][], texts = 1): string {
	const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
	const rule = `|${head.map((_, i) => (i < texts ? "---" : "--:")).join("|")}|`;
	return [line(head), rule, ...rows.map(line)].join("\n");
}
