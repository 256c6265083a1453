import { Decoder } from "../../tools/wire/decoder";
import type { Direction, Row } from "../../tools/wire/row";
import { transcripts } from "../transcripts/transcripts";

type Talk = [Direction, string][];

/** The rows of a talk, a millisecond for each of its pieces; a piece cut behind as many bytes as `cut` says. */
function rowsOf(talk: Talk, cut = Number.POSITIVE_INFINITY): Row[] {
	const rows: Row[] = [];
	const decoder = new Decoder((row) => rows.push(row));
	for (const [time, [direction, text]] of talk.entries()) {
		const bytes = Buffer.from(text, "latin1");
		for (let at = 0; at < bytes.length; at += cut === 0 ? 1 : bytes.length) {
			if (cut === 0) decoder.feed(direction, bytes.subarray(at, at + 1), time);
			else {
				decoder.feed(direction, bytes.subarray(0, cut), time);
				decoder.feed(direction, bytes.subarray(cut), time);
			}
		}
	}
	decoder.end();
	for (const direction of ["toModule", "toHost"] as const) {
		const passed = talk.filter(([it]) => it === direction).reduce((sum, [, text]) => sum + text.length, 0);
		const counted = rows.filter((it) => it.direction === direction).reduce((sum, { bytes }) => sum + bytes, 0);
		// the line end behind the last line is its own: nothing is counted twice, and nothing is left
		expect({ direction, counted, all: decoder.bytes[direction] }).toEqual({ direction, counted: passed, all: passed });
	}
	return rows;
}

/** The same, however the bytes are cut: whole, in two at each place, a byte at a time. */
function everyCut(talk: Talk): Row[] {
	const whole = rowsOf(talk);
	const longest = Math.max(...talk.map(([, text]) => text.length));
	for (let cut = 0; cut < longest; cut++) expect({ cut, rows: rowsOf(talk, cut) }).toEqual({ cut, rows: whole });
	return whole;
}

const brief = (rows: Row[]) =>
	rows.map(({ direction, kind, text }) => `${direction === "toModule" ? ">" : "<"} ${kind} ${text}`);

test("commands, echoes, answers, results, events and prompts", () => {
	const rows = everyCut([
		["toHost", "\r\nOK\r\n>"],
		["toModule", "AT+WSTA\r\n"],
		["toHost", 'AT+WSTA\r\n+WSTA:1,1,"home",0,3\r\nOK\r\n>\r+WSTALD:1\r\n>'],
		["toModule", "ATE0\r\n"],
		["toHost", "ATE0\r\nOK\r\nTHIS IS FREE TEXT\r\n"],
	]);
	expect(brief(rows)).toEqual([
		"< result OK",
		"< prompt >",
		"> command AT+WSTA",
		"< echo AT+WSTA",
		'< answer +WSTA:1,1,"home",0,3',
		"< result OK",
		"< prompt >",
		"< event +WSTALD:1",
		"< prompt >",
		"> command ATE0",
		"< echo ATE0",
		"< result OK",
		"< text THIS IS FREE TEXT",
	]);
});

test("a row has its time, its chapter, its meaning; a result its command, its code, and how long it took", () => {
	const rows = everyCut([
		["toModule", "AT+WSTA=1\r\n"],
		["toHost", "OK\r\n+WSTAERR:24\r\n"],
		["toModule", "AT+SOCKO=2\r\n"],
		["toHost", 'ERROR:11,"no free socket"\r\n'],
	]);
	expect(rows).toEqual([
		{
			...{ kind: "command", direction: "toModule", time: 0, text: "AT+WSTA=1", bytes: 11 },
			...{ name: "AT+WSTA", chapter: "5.2.2" },
			meaning: "joins a network, or leaves it: STATE 1 (join)",
		},
		{
			...{ kind: "result", direction: "toHost", time: 1, text: "OK", bytes: 4 },
			...{ name: "AT+WSTA", chapter: "5.2.2", code: 0, took: 1 },
		},
		{
			...{ kind: "event", direction: "toHost", time: 1, text: "+WSTAERR:24", bytes: 13 },
			...{ name: "+WSTAERR", chapter: "5.2.7", code: 24 },
			meaning: "joining has failed: ERROR_CODE 24 (connecting the station failed)",
		},
		{
			...{ kind: "command", direction: "toModule", time: 2, text: "AT+SOCKO=2", bytes: 12 },
			...{ name: "AT+SOCKO", chapter: "7.1.2", meaning: "opens a socket: PROTOCOL 2 (TCP)" },
		},
		{
			...{ kind: "result", direction: "toHost", time: 3, text: 'ERROR:11,"no free socket"', bytes: 27 },
			...{ name: "AT+SOCKO", chapter: "7.1.2", code: 11, took: 1, meaning: "no free socket" },
		},
	]);
});

test.each([
	["on the header's line", "+SOCKRD:1,7, #"],
	["on the header's line, without the space", "+SOCKRD:1,7,#"],
	["on the next line", "+SOCKRD:1,7,\r\n#"],
])("a payload read is its length, with the marker %s", (_, header) => {
	const rows = everyCut([
		["toModule", "AT+SOCKRD=1,2,7\r\n"],
		["toHost", `${header}\nOK\r\n>#OK\r\n+SOCKCL:1\r\n`],
	]);
	expect(brief(rows).slice(2)).toEqual(["< payload (7 bytes)", "< result OK", "< event +SOCKCL:1"]);
});

test("a payload written is its length", () => {
	const rows = everyCut([
		["toModule", "AT+SOCKWR=1,5\r\n"],
		["toHost", "\r\n#"],
		["toModule", "\nAT\r\n"],
		["toHost", "OK\r\n"],
		["toModule", "AT\r\n"],
	]);
	expect(brief(rows)).toEqual([
		"> command AT+SOCKWR=1,5",
		"< prompt #",
		"> payload (5 bytes)",
		"< result OK",
		"> command AT",
	]);
});

test("a payload of unknown length ends with +++", () => {
	const rows = everyCut([
		["toModule", "AT+SOCKWR=1,0\r\n"],
		["toHost", "#"],
		["toModule", "One fine day+++"],
		["toHost", "OK\r\n"],
		["toModule", "AT\r\n"],
	]);
	expect(brief(rows)).toEqual([
		"> command AT+SOCKWR=1,0",
		"< prompt #",
		"> payload (12 bytes)",
		"< result OK",
		"> command AT",
	]);
	expect(rows[2].bytes).toBe(15);
});

test("a binary write that was refused, or given up, leaves nothing behind", () => {
	const rows = everyCut([
		["toModule", "AT+SOCKWR=1,5\r\n"],
		["toHost", "ERROR:10\r\n"],
		["toModule", "AT\r\n"],
		["toHost", "# not a marker\r\n"],
		["toModule", "AT+SOCKWR=1,5\r\n"],
		["toHost", "#"],
		["toModule", "abc"],
		["toHost", "\r\nOK\r\n"],
		["toModule", "AT+GMM\r\n"],
	]);
	expect(brief(rows).slice(2)).toEqual([
		"> command AT",
		"< text # not a marker",
		"> command AT+SOCKWR=1,5",
		"< prompt #",
		"> payload (3 bytes)",
		"< result OK",
		"> command AT+GMM",
	]);
});

test("the published firmware's ways: an equals sign, no plus, a failure behind the command's name", () => {
	const rows = everyCut([
		["toModule", "AT+GMM\r\n"],
		["toHost", '+GMM="PIC32MZW1"\r\nOK\r\n'],
		["toModule", "AT+WSTAC\r\n"],
		["toHost", 'WSTAC:1,[]\r\nOK\r\n\r+WSTA:ERROR:24,"nothing"\r\n'],
		["toHost", '\r+MQTTPUB:6,"status",9,"{"a":1,"b":2}"\r\n'],
		["toHost", '\r+WSTALU:"24:F2:7F:A5:8B:80",6\r\n'],
	]);
	expect(rows.map(({ kind, meaning }) => [kind, meaning])).toEqual([
		["command", "asks for the model"],
		["answer", 'the model: MODEL_ID "PIC32MZW1"'],
		["result", undefined],
		["command", "reads the station's configuration"],
		["answer", "the station's configuration: SSID []"],
		["result", undefined],
		["event", "failed: connecting the station failed"],
		[
			"event",
			'a message has come (missing from the reference): TOPIC_LENGTH 6, TOPIC_NAME "status", PAYLOAD_LENGTH 9, TOPIC_PAYLOAD "{"a":1,"b":2}"',
		],
		["event", 'the link is up: BSSID "24:F2:7F:A5:8B:80", CHANNEL 6'],
	]);
});

test("what is never completed is given out in the end", () => {
	expect(brief(rowsOf([["toHost", "OK\r\n+WSTA"]]))).toEqual(["< result OK", "< answer +WSTA"]);
	expect(
		brief(
			rowsOf([
				["toModule", "AT+SOCKRD=1,2,9\r\n"],
				["toHost", "+SOCKRD:1,9, #abc"],
			]),
		),
	).toEqual(["> command AT+SOCKRD=1,2,9", "< answer +SOCKRD:1,9, #", "< payload (3 bytes)"]);
});

test("a line without an end is cut, so that garbage takes no memory", () => {
	const rows = rowsOf([["toHost", "x".repeat(100_000)]]);
	expect(rows.length).toBe(1);
	const pieces: Row[] = [];
	const decoder = new Decoder((row) => pieces.push(row));
	for (let i = 0; i < 1000; i++) decoder.feed("toHost", Buffer.alloc(100, "x"), i);
	expect(pieces.length).toBeGreaterThan(10);
});

test("bytes and commands are counted", () => {
	const decoder = new Decoder(() => {});
	decoder.feed("toModule", Buffer.from("AT\r\nAT+GMM\r\n"), 0);
	decoder.feed("toHost", Buffer.from("OK\r\n"), 0);
	expect(decoder.bytes).toEqual({ toModule: 12, toHost: 4 });
	expect(decoder.commands).toBe(2);
});

describe("every transcript, cut at every byte, is understood", () => {
	const known = new Set(["command", "answer", "event", "result", "payload", "prompt", "echo"]);
	for (const profile of ["reference", "syntax", "anycloud"] as const)
		test.each(transcripts(profile).map((it) => [it.chapter, it.title, it] as const))("%s %s", (_, __, { steps }) => {
			const numbers = (text: string) => text.replace(/<(text)? ?[a-z]+>/g, (_all, kind) => (kind ? "word" : "17"));
			const talk = steps.map(({ speaker, text, module }): [Direction, string] => [
				speaker === "host" ? "toModule" : "toHost",
				// what the virtual module says: the reference has misprints
				numbers(module ?? text),
			]);
			const rows = everyCut(talk);
			expect(rows.filter(({ kind }) => !known.has(kind))).toEqual([]);
			for (const { kind, text, chapter, meaning, name } of rows)
				if (kind === "command" || kind === "answer" || kind === "event") {
					expect({ text, meaning }).toEqual({ text, meaning: expect.any(String) });
					if (!["AT+LOADCERT", "+LOADCERT", "AT+IPR", "+IPR", "+TIME", "+MQTTPUB"].includes(name ?? ""))
						expect({ text, chapter }).toEqual({ text, chapter: expect.stringMatching(/^\d\.\d+\.\d$/) });
				}
		});
});
