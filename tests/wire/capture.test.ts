import { appendFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { readCapture } from "../../tools/wire/capture";
import { Recorder, type RecorderOptions } from "../../tools/wire/recorder";
import type { Direction } from "../../tools/wire/row";

const folder = mkdtempSync(join(tmpdir(), "capture-"));
const path = join(folder, "run.wire");

afterAll(() => rmSync(folder, { recursive: true }));

type Talk = [Direction, string, number][];

/** What the file says of a talk. */
function recorded(talk: Talk, options: Partial<RecorderOptions> = {}): string {
	const recorder = new Recorder(path, { baud: 230_400, ...options });
	for (const [direction, text, time] of talk) recorder.feed(direction, Buffer.from(text, "latin1"), time);
	recorder.close();
	return readFileSync(path, "utf8");
}

test("a file says what it is, and what passed, when, and which way", () => {
	const talk: Talk = [
		["toModule", "AT+WSTA=1\r\n", 112.5],
		["toHost", "OK\r", 113.25],
		["toHost", "\n", 114],
	];
	const file = recorded(talk, { source: "virtual, anycloud", began: "2026-01-31T12:00:00.000Z", start: 100 });
	expect(file.split("\n")).toEqual([
		'{"format":"wfi32-wire","version":1,"began":"2026-01-31T12:00:00.000Z","baud":230400,"source":"virtual, anycloud"}',
		'{"time":12.5,"to":"module","text":"AT+WSTA=1\\r\\n"}',
		'{"time":13.25,"to":"host","text":"OK\\r"}',
		'{"time":14,"to":"host","text":"\\n"}',
		"",
	]);
	expect(readCapture(file)).toEqual({
		...{ baud: 230_400, began: "2026-01-31T12:00:00.000Z", source: "virtual, anycloud", speeds: [] },
		traffic: [
			{ time: 12.5, direction: "toModule", text: "AT+WSTA=1\r\n" },
			{ time: 13.25, direction: "toHost", text: "OK\r" },
			{ time: 14, direction: "toHost", text: "\n" },
		],
	});
});

test("whatever passes is read back, byte by byte, with its time; the file is ASCII", () => {
	const pieces = fc.array(
		fc.tuple(
			fc.constantFrom<Direction>("toModule", "toHost"),
			fc.oneof(
				fc.uint8Array({ minLength: 1, maxLength: 40 }).map((it) => Buffer.from(it).toString("latin1")),
				fc.constantFrom(
					"AT+SOCKWR=1,5\r\n",
					"#",
					"+SOCKRD:1,9, #",
					"OK\r\n",
					"AT+SOCKWR=1,0\r\n",
					"+++",
					"\r\n>",
					"é\n",
				),
			),
			fc.integer({ min: 0, max: 1_000_000 }),
		),
		{ maxLength: 30 },
	);
	fc.assert(
		fc.property(pieces, (list) => {
			let time = 0;
			const talk = list.map(([direction, text, wait]): Talk[number] => {
				time += wait / 1000;
				return [direction, text, time];
			});
			const file = recorded(talk);
			expect(file).toMatch(/^[\n -~]*$/);
			const { traffic } = readCapture(file);
			for (const direction of ["toModule", "toHost"] as const) {
				const bytes = (all: { text: string; time: number }[]) =>
					all.flatMap(({ text, time }) => [...text].map((it) => [it, Math.round(time * 1000)]));
				const given = talk.filter(([it]) => it === direction).map(([, text, time]) => ({ text, time }));
				expect(bytes(traffic.filter((it) => it.direction === direction))).toEqual(bytes(given));
			}
		}),
		{ numRuns: 200 },
	);
});

test("no credential reaches the file; stars take its place, byte for byte", () => {
	const talk: Talk = [
		["toModule", 'AT+WSTAC=3,"cor', 1],
		["toModule", 'rect horse"\r\n', 2],
		["toHost", '>AT+WSTAC=3,"corr\r\n+WSTALD:1\r\nect horse"\r\nOK\r\n', 3],
		["toModule", "AT+WAPC=3,[62617474657279]\r\n", 4],
		["toHost", "+WAPC:3,[62617474657279]\r\nbattery correct horse known already 6b6e6f776e\r\nOK\r\n", 5],
		["toModule", "AT+SOCKWR=1,16\r\n", 6],
		["toHost", "#", 7],
		["toModule", "my known secret\n", 8],
	];
	const file = recorded(talk, { secrets: ["known"] });
	expect(file).not.toMatch(/corr|rect|horse|battery|626174|known|6b6e6f/i);
	const text = (direction: Direction) =>
		readCapture(file)
			.traffic.filter((it) => it.direction === direction)
			.map((it) => it.text)
			.join("");
	expect(text("toModule")).toBe(
		'AT+WSTAC=3,"*************"\r\nAT+WAPC=3,[2A2A2A2A2A2A2A]\r\nAT+SOCKWR=1,16\r\nmy ***** secret\n',
	);
	for (const direction of ["toModule", "toHost"] as const) {
		const given = talk.filter(([it]) => it === direction).map(([, text]) => text);
		expect(text(direction)).toHaveLength(given.join("").length);
	}
});

test("a secret in a payload is found however it comes, and with a payload of any length", () => {
	const secret = "known secret";
	for (const length of [20, 4090, 4100, 9000]) {
		const body = `${"x".repeat(length)}${secret}${"y".repeat(length)}`;
		for (const size of [1, 7, 5000]) {
			const talk: Talk = [
				["toModule", "AT+SOCKWR=1,0\r\n", 0],
				["toHost", "#", 1],
			];
			for (let at = 0; at < body.length; at += size) talk.push(["toModule", body.slice(at, at + size), at]);
			talk.push(["toModule", "+++", 99_999], ["toHost", "OK\r\n", 99_999]);
			const { traffic } = readCapture(recorded(talk, { secrets: [secret] }));
			const text = traffic.flatMap((it) => (it.direction === "toModule" ? it.text : [])).join("");
			expect(text.length).toBe(body.length + "AT+SOCKWR=1,0\r\n+++".length);
			expect(text).toContain(`x${"*".repeat(secret.length)}y`);
			expect(text).not.toMatch(/known|secret/);
		}
	}
});

test("what was written before a program was killed can be read, the cut last line aside", () => {
	recorded([["toHost", "OK\r\n", 1]]);
	appendFileSync(path, '{"time":2,"to":"ho');
	expect(readCapture(readFileSync(path, "utf8")).traffic).toEqual([{ time: 1, direction: "toHost", text: "OK\r\n" }]);
});

test("a change of speed is kept", () => {
	const recorder = new Recorder(path, { baud: 230_400, start: 10 });
	recorder.speed(230_400, 11);
	recorder.speed(9600, 12.5);
	recorder.speed(9600, 13);
	recorder.close();
	expect(readCapture(readFileSync(path, "utf8")).speeds).toEqual([{ time: 2.5, baud: 9600 }]);
});

const head = '{"format":"wfi32-wire","version":1,"baud":230400}\n';

test.each([
	["", "line 1: not a JSON object"],
	["hello\n", "line 1: not a JSON object"],
	['{"format":"pcap"}\n', 'line 1: not a capture: its format is not "wfi32-wire"'],
	['{"format":"wfi32-wire","version":2,"baud":1}\n', "line 1: its version is 2, this program reads 1"],
	['{"format":"wfi32-wire","version":1}\n', "line 1: no baud rate"],
	[`${head}{"to":"host","text":""}\n`, "line 2: no time"],
	[`${head}{"time":-1,"to":"host","text":""}\n`, "line 2: no time"],
	[`${head}{"time":1,"to":"nobody","text":""}\n`, 'line 2: neither "to": "module" or "host", nor "baud"'],
	[`${head}\n{"time":1,"to":"host","text":"€"}\n`, "line 3: no text, a character a byte"],
	[`${head}[\n`, "line 2: not a JSON object"],
])("what is no capture is refused, with the line: %j", (text, message) => {
	expect(() => readCapture(text)).toThrow(message);
});

test("a file that cannot be written says so at once", () => {
	expect(() => new Recorder(join(folder, "no/such/folder"), { baud: 230_400 })).toThrow(/ENOENT/);
});
