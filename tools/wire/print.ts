/** Rows for a terminal. */
import type { Row } from "./row";

export interface PrintOptions {
	/** With colours. */
	coloured?: boolean;
	/** Cut to so many characters; whole lines unless told. */
	columns?: number;
	/** With the chapter and the meaning behind each line; unless told, with. */
	explained?: boolean;
	/** With the time in front; unless told, with. */
	timed?: boolean;
}

/** Where the meaning stands. */
const TEXT = 44;
const CHAPTER = 7;

const colours = {
	command: "36",
	answer: "0",
	event: "35",
	payload: "34",
	prompt: "2",
	echo: "2",
	result: "32",
	text: "33",
	failed: "31",
} as const;

/** What could move the cursor is shown as its code. */
export function printable(text: string): string {
	// biome-ignore lint/suspicious/noControlCharactersInRegex: it is them that must not reach the terminal
	return text.replace(/[\u0000-\u001f\u007f-\u009f]/g, (it) => `\\x${it.charCodeAt(0).toString(16).padStart(2, "0")}`);
}

/** Milliseconds as seconds: `    1.234`. */
const seconds = (time: number): string => (time / 1000).toFixed(3).padStart(9);

function meaningOf({ kind, meaning, took }: Row): string {
	if (kind === "command" || kind === "echo") return meaning ?? "";
	if (kind !== "result") return meaning ?? "";
	const time = took === undefined ? "" : `after ${took < 10 ? took.toFixed(1) : Math.round(took)} ms`;
	return [meaning, time].filter(Boolean).join(", ");
}

/** A row as a line: when, which way, what, where the reference describes it, what it means. */
export function rowLine(row: Row, { coloured, columns, explained = true, timed = true }: PrintOptions = {}): string {
	const way = row.direction === "toModule" ? "→" : "←";
	const text = printable(row.text);
	const behind = explained ? `${(row.chapter ?? "").padEnd(CHAPTER)} ${printable(meaningOf(row))}`.trimEnd() : "";
	const colour = colours[row.code ? "failed" : row.kind];
	const parts = [
		{ text: timed ? `${seconds(row.time)} ` : "", colour: "2" },
		{ text: `${way} `, colour },
		{ text: behind ? `${text.padEnd(TEXT)} ` : text, colour },
		{ text: behind, colour: "2" },
	];
	let room = columns ?? Number.POSITIVE_INFINITY;
	let line = "";
	for (const { text, colour } of parts) {
		const shown = text.length <= room ? text : `${text.slice(0, Math.max(0, room - 1))}…`;
		room = Math.max(0, room - text.length);
		if (!text || (text.length > 0 && shown === "…" && line.endsWith("…"))) continue;
		line += coloured ? `\x1b[${colour}m${shown}\x1b[0m` : shown;
		if (!room) break;
	}
	return line.trimEnd();
}
