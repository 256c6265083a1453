/** Keeps credentials out of whatever is shown or kept. */
import type { Direction } from "./row";

/**
 * Commands and answers whose value is a credential (reference 5.1.3, 5.3.3, 7.11.3), MQTT's user (6.1.3), which may be a
 * token, and its password. Numbers are written in decimal or in hex.
 */
const credentials = [
	/W(?:STA|AP)C *[=:] *(?:0x)?0*3 *,/i,
	/MQTTC *[=:] *(?:0x)?0*[45] *,/i,
	/TLSC *=[^,]*, *(?:0x)?0*4 *,/i,
	/TLSC *:(?:\d+,)? *(?:0x)?0*4 *,/i,
];

/** Shorter ones would blank out half of every line; WPA wants 8 at least. */
const SHORTEST_SECRET = 4;
/** A user's name that is shorter is a word, and may be part of others: of topics, for instance. No token is. */
const SHORTEST_TOKEN = 16;
const userName = /MQTTC *[=:] *(?:0x)?0*4 *,/i;
/** Learned ones beyond these push out the oldest. */
const MOST_LEARNED = 32;

/** Where the value of a credential begins in a line; it goes to the line's end. */
export function credentialIn(line: string): number | undefined {
	const starts = credentials.map((it) => it.exec(line)).flatMap((it) => (it ? [it.index + it[0].length] : []));
	return starts.length ? Math.min(...starts) : undefined;
}

/** A line of AT traffic as it may be shown: `AT+WSTAC=3,…`. Works on echoes and torn lines as well. */
export function masked(line: string): string {
	const from = credentialIn(line);
	return from === undefined ? line : `${line.slice(0, from)}…`;
}

/** As bytes may turn up, a character each: plain, escaped as between quotes, in hex. */
function formsOf(secret: string): string[] {
	if (secret.length < SHORTEST_SECRET) return [];
	const hex = Buffer.from(secret, "latin1").toString("hex");
	return [...new Set([secret, secret.replace(/["\\]/g, "\\$&"), hex, hex.toUpperCase()])];
}

const bytesOf = (text: string): string => Buffer.from(text).toString("latin1");
const textOf = (bytes: string): string => Buffer.from(bytes, "latin1").toString();

/** Makes a function that replaces these very secrets, plain or in hex, wherever they turn up. */
export function redactor(secrets: readonly string[]): (text: string) => string {
	const forms = secrets.map(bytesOf).flatMap(formsOf).map(textOf);
	return (text) => forms.reduce((result, form) => result.replaceAll(form, "…"), text);
}

/** The text of a string as commands carry it, `"…"` or `[hex]`; whether it ends there. */
function written(value: string): { secret: string; closed: boolean } {
	const [, quoted, end] = /^\s*"((?:[^"\\]|\\.)*)(")?/.exec(value) ?? [];
	if (quoted !== undefined) return { secret: quoted.replace(/\\(["\\])/g, "$1"), closed: end !== undefined };
	const [, hex, bracket] = /^\s*\[([\dA-Fa-f]*)(\])?/.exec(value) ?? [];
	if (hex !== undefined) return { secret: Buffer.from(hex, "hex").toString("latin1"), closed: bracket !== undefined };
	return { secret: value.trim(), closed: true };
}

export interface Range {
	readonly from: number;
	readonly to: number;
}

/**
 * Finds credentials in the lines of a conversation, each line a character a byte. Beyond the lines whose value is one it
 * finds known secrets and those of earlier commands wherever they turn up, and what another line tore off a credential.
 */
export class Mask {
	/** Each in all its forms. */
	readonly #known: readonly string[];
	#learned: string[][] = [];
	/** A credential was torn before its end: what comes next that way is the rest of it. */
	readonly #torn: Record<Direction, boolean> = { toModule: false, toHost: false };

	constructor(secrets: readonly string[] = []) {
		this.#known = secrets.map(bytesOf).flatMap(formsOf);
	}

	/** Where the credentials of a line are, in order, apart from each other. Lines are to come in their order. */
	ranges(line: string, direction: Direction): readonly Range[] {
		if (this.#torn[direction]) {
			if (!/^(?:AT|\+[A-Z]|OK$|ERROR)/i.test(line)) {
				if (/["\]]\s*$/.test(line)) this.#torn[direction] = false;
				return line ? [{ from: 0, to: line.length }] : [];
			}
			if (!line.startsWith("+")) this.#torn[direction] = false;
		}
		const from = credentialIn(line);
		if (from === undefined) return this.rangesOfSecrets(line);
		const { secret, closed } = written(line.slice(from));
		this.#torn[direction] = !closed;
		// one that the host broke off is quoted as far as it went
		const isWord = userName.test(line.slice(0, from)) && secret.length < SHORTEST_TOKEN;
		if (direction === "toModule" && !isWord) this.#learn(secret);
		return [...this.rangesOfSecrets(line.slice(0, from)), { from, to: line.length }];
	}

	/** Where secrets that are known stand in a text, in order, apart from each other. */
	rangesOfSecrets(text: string): readonly Range[] {
		const found: { from: number; to: number }[] = [];
		for (const form of [...this.#known, ...this.#learned.flat()])
			for (let at = text.indexOf(form); at >= 0; at = text.indexOf(form, at + form.length))
				found.push({ from: at, to: at + form.length });
		found.sort((a, b) => a.from - b.from);
		return found.reduce<{ from: number; to: number }[]>((apart, range) => {
			const last = apart.at(-1);
			if (last && range.from <= last.to) last.to = Math.max(last.to, range.to);
			else apart.push(range);
			return apart;
		}, []);
	}

	/** A line as it may be shown, in the characters that its bytes are as UTF-8. */
	shown(line: string, direction: Direction): string {
		let text = "";
		let at = 0;
		for (const { from, to } of this.ranges(line, direction)) {
			text += `${line.slice(at, from)}\0`;
			at = to;
		}
		return Buffer.from(text + line.slice(at), "latin1")
			.toString()
			.replaceAll("\0", "…");
	}

	#learn(secret: string): void {
		const forms = formsOf(secret);
		if (!forms.length || this.#learned.some(([first]) => first === secret)) return;
		this.#learned = [...this.#learned, forms].slice(-MOST_LEARNED);
	}
}

/**
 * A text with stars in the place of its credentials, so that it takes as long on a line as before. The quotes of a string
 * stay, and brackets with the stars' code in hex: what is played again later is still a command.
 */
export function starred(text: string, ranges: readonly Range[]): string {
	let result = "";
	let at = 0;
	for (const { from, to } of ranges) {
		const value = text.slice(from, to);
		const [, open, inside, close] = /^(\s*["[]?)(.*?)(["\]]?\s*)$/s.exec(value) ?? ["", "", value, ""];
		const stars = open.endsWith("[") ? "2A".repeat(inside.length).slice(0, inside.length) : "*".repeat(inside.length);
		result += text.slice(at, from) + open + stars + close;
		at = to;
	}
	return result + text.slice(at);
}
