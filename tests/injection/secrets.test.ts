/** Whatever a module says when it is given something secret: the log, a capture and a transcript do not show it. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import { Log } from "../../host-sim/cli/log";
import { readCapture } from "../../tools/wire/capture";
import { Decoder } from "../../tools/wire/decoder";
import { rowsOf, transcriptOf } from "../../tools/wire/of-capture";
import { Recorder } from "../../tools/wire/recorder";
import type { Direction } from "../../tools/wire/row";

const folder = mkdtempSync(join(tmpdir(), "secrets-"));
const file = join(folder, "run.wire");
afterAll(() => rmSync(folder, { recursive: true }));

const secrets = ["correct horse battery", 'back\\slash "quoted" tail', "geheim, ein langer Schlüssel"];
const users: Record<string, string> = {
	"a network's password": "AT+WSTAC=3,",
	"an access point's password": "AT+WAPC=3,",
	"the token that is a broker's user": "AT+MQTTC=4,",
	"a broker's password": "AT+MQTTC=5,",
	"a key's password": "AT+TLSC=1,4,",
};

const latin1 = (text: string) => Buffer.from(text).toString("latin1");
const hex = (text: string) => Buffer.from(text).toString("hex");
const quoted = (text: string) => latin1(text).replace(/["\\]/g, "\\$&");
const forms: Record<string, (secret: string) => string> = {
	"a string": (secret) => `"${quoted(secret)}"`,
	hex: (secret) => `[${hex(secret)}]`,
};

type Talk = [Direction, string][];

/** What passes when a command is refused, or comes back. */
const talks: Record<string, (command: string, secret: string) => Talk> = {
	"refused, quoting it": (command, secret) => [
		["toModule", `${command}\r\n`],
		["toHost", `ERROR:7,"Cannot store ${latin1(secret)}"\r\n`],
	],
	"refused, quoting it escaped, and in hex": (command, secret) => [
		["toModule", `${command}\r\n`],
		["toHost", `ERROR:7,"${quoted(secret)}, that is ${hex(secret)} or ${hex(secret).toUpperCase()}"\r\n`],
	],
	"refused, quoting the command": (command) => [
		["toModule", `${command}\r\n`],
		["toHost", `ERROR:3,"Invalid: ${command}"\r\n`],
	],
	"echoed as it comes, and refused": (command) => [
		...[...`${command}\r\n`].flatMap(
			(it): Talk => [
				["toModule", it],
				["toHost", it],
			],
		),
		["toHost", "ERROR:7\r\n>"],
	],
	"echoed behind the prompt, and refused": (command) => [
		["toHost", ">"],
		["toModule", `${command}\r\n`],
		["toHost", `${command}\r\n\r\nERROR:7,"Configuration error"\r\n`],
	],
	"echoed, torn by an event": (command) => [
		["toModule", `${command}\r\n`],
		["toHost", `${command.slice(0, 20)}\r\n+WSTALD:1\r\n${command.slice(20)}\r\nERROR:7\r\n`],
	],
	"broken off, and quoted": (command) => [
		["toModule", `${command.slice(0, -4)}\r\n`],
		["toHost", `ERROR:3,"no end: ${command.slice(command.search(/["[]/) + 1, -4)}"\r\n`],
	],
	"read back": (command, secret) => [
		["toModule", `${command}\r\n`],
		["toHost", `OK\r\n${command.replace(/^AT/, "").replace("=", ":")}\r\nlater: ${latin1(secret)}\r\nOK\r\n`],
	],
};

/** The log of `npm start`, a capture, its rows and its transcript, of a talk. */
function written(talk: Talk): Record<string, string> {
	let log = "";
	const out = new Writable({
		write: (chunk, _encoding, done) => {
			log += chunk;
			done();
		},
	});
	const lines = new Log({ out });
	const decoder = new Decoder((row) => {
		lines.row(row);
		log += `${row.meaning}\n`;
	});
	const recorder = new Recorder(file, { baud: 230_400 });
	for (const [time, [direction, text]] of talk.entries()) {
		const bytes = Buffer.from(text, "latin1");
		decoder.feed(direction, bytes, time);
		recorder.feed(direction, bytes, time);
	}
	decoder.end();
	recorder.close();
	const capture = readCapture(readFileSync(file, "utf8"));
	const rows = rowsOf(capture)
		.map(({ text, meaning }) => `${text} | ${meaning}`)
		.join("\n");
	return {
		log,
		// lines of bytes, put together: what was cut could still be read
		capture: (["toModule", "toHost"] as const)
			.map((way) => capture.traffic.flatMap(({ direction, text }) => (direction === way ? [text] : [])).join(""))
			.join("\n"),
		rows,
		transcript: transcriptOf(capture, "mine"),
	};
}

/** Any piece of so many characters would be a piece too much. */
const PIECE = 7;

function pieces(secret: string): string[] {
	const whole = [secret, latin1(secret), quoted(secret), hex(secret)];
	return whole.flatMap((text) =>
		Array.from({ length: text.length - PIECE + 1 }, (_, at) => text.slice(at, at + PIECE).toLowerCase()),
	);
}

describe.each(Object.entries(users))("%s", (_who, command) => {
	test.each(Object.entries(talks))("is in nothing that is written: %s", (_how, talk) => {
		for (const secret of secrets)
			for (const form of Object.values(forms)) {
				const given = talk(command + form(secret), secret);
				const typed = given.flatMap(([way, text]) => (way === "toModule" ? text : [])).join("");
				expect(pieces(secret).some((piece) => typed.toLowerCase().includes(piece))).toBe(true);
				for (const [what, text] of Object.entries(written(given))) {
					expect(text.length).toBeGreaterThan(20);
					const found = pieces(secret).filter((piece) => text.toLowerCase().includes(piece));
					expect({ what, text, found }).toEqual({ what, text, found: [] });
				}
			}
	});
});

test("the name of a user that is a word is not seen in its command, and stays a word elsewhere", () => {
	const { log } = written([
		["toModule", 'AT+MQTTC=4,"sensor"\r\n'],
		["toHost", "OK\r\n"],
		["toModule", 'AT+MQTTSUB="sensors/1",0\r\n'],
	]);
	expect(log).toContain("AT+MQTTC=4,…");
	expect(log).toContain("sensors/1");
});
