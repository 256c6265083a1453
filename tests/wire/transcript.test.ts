import { type MemoryWorld, memoryWorld } from "../../host-sim/world/memory/index";
import { readCapture } from "../../tools/wire/capture";
import { rowsOf, transcriptOf } from "../../tools/wire/of-capture";
import { Redaction } from "../../tools/wire/recorder";
import type { Direction } from "../../tools/wire/row";
import { Transcript } from "../../tools/wire/transcript";
import { type BenchOptions, bench } from "../module/bench";
import { playModule } from "../transcripts/play-module";
import { type Example, parseTranscripts, transcripts } from "../transcripts/transcripts";

/** A dialogue with a virtual module, recorded: what is said, each time the module has been silent for a while. */
function dialogue(options: BenchOptions, says: readonly (string | ((id: string) => string))[]): string {
	const it = bench({ echo: true, ...options });
	let text = "";
	let id = "";
	const transcript = new Transcript(
		(line) => {
			text += `${line}\n`;
		},
		"recorded",
		"A dialogue",
	);
	const redaction = new Redaction(({ direction, text, time }) =>
		transcript.feed(direction, Buffer.from(text, "latin1"), time),
	);
	const pass = (direction: Direction, said: string) =>
		redaction.feed(direction, Buffer.from(said, "latin1"), it.world.clock.now());
	for (const saying of says) {
		const said = typeof saying === "string" ? saying : saying(id);
		pass("toModule", said);
		it.send(said);
		for (let silent = 0; silent < 30; silent++) {
			const answer = it.after(100);
			if (answer) silent = 0;
			pass("toHost", answer);
			id = /\+SOCKO:(\d+)/.exec(answer)?.[1] ?? id;
		}
	}
	redaction.end();
	transcript.end();
	return text;
}

const network = { ssid: "home", bssid: "24:F2:7F:A5:8B:80", channel: 6, security: "wpa2" } as const;
const dhcp = { address: "192.168.0.100", delay: 100 };
const password = "correct horse";
const host = "192.0.2.1";

const talk = [
	"ATE0\r\n",
	"AT+GMM\r\n",
	'AT+WSTAC=1,"home"\r\n',
	"AT+WSTAC=2,3\r\n",
	`AT+WSTAC=3,"${password}"\r\n`,
	"AT+WSTA=1\r\n",
	"AT+NONSENSE\r\n",
	"AT+SOCKO=2\r\n",
	(id: string) => `AT+SOCKBR=${id},"${host}",7\r\n`,
	(id: string) => `AT+SOCKWR=${id},9\r\n`,
	"a\r\n<id>\xff\\",
	(id: string) => `AT+SOCKRD=${id},2,9\r\n`,
	(id: string) => `AT+SOCKWR=${id},4,"<id>"\r\n`,
	(id: string) => `AT+SOCKRD=${id},1,4\r\n`,
	(id: string) => `AT+SOCKCL=${id}\r\n`,
];

function stage(release: "reference" | "anycloud", password: string) {
	const before = ({ world }: { world: MemoryWorld }) =>
		world.network.listen(host, 7, (peer) => {
			peer.onData = (bytes) => peer.write(bytes);
		});
	return { release, echo: true, accessPoints: [{ ...network, dhcp, password }], before };
}

function recordedTalk(release: "reference" | "anycloud"): { text: string; example: Example } {
	const { before, ...options } = stage(release, password);
	const world = memoryWorld(options);
	before({ world });
	const text = dialogue({ ...options, world }, talk);
	return { text, example: parseTranscripts(text)[0] };
}

describe.each(["reference", "anycloud"] as const)("a dialogue with the virtual module, %s", (release) => {
	const stars = "*".repeat(password.length);

	test("is recorded, and can be played to another one", () => {
		const { text, example } = recordedTalk(release);
		expect(text).toContain(`> AT+WSTAC=3,"${stars}"\n< OK\n`);
		expect(text).not.toContain(password);
		expect(text).toContain("= a\\r\\n<text angle>id>\\xff\\\\\n");
		expect(text).toMatch(/> AT\+SOCKO=2\n< \+SOCKO:<id>\n< OK\n> AT\+SOCKBR=<id>,/);
		expect(example.steps.length).toBeGreaterThan(25);
		playModule(example, stage(release, stars));
	});

	test("is not what a module says that behaves in another way", () => {
		const { example } = recordedTalk(release);
		expect(() => playModule(example, stage(release, "another"))).toThrow(/expected|said too much|got/);
		const other = release === "reference" ? "anycloud" : "reference";
		expect(() => playModule(example, stage(other, stars))).toThrow(/expected|said too much|got/);
	});
});

/** An example's two sides as they pass, with numbers in the places of names. */
function passing({ steps }: Example): [Direction, string][] {
	const numbers = new Map<string, string>();
	const filled = (text: string) =>
		text.replace(/<(text)? ?([a-z]+)>/g, (_all, kind, name) => {
			const number = numbers.get(name) ?? String(400 + numbers.size);
			numbers.set(name, number);
			return kind ? "word" : number;
		});
	numbers.set("angle", "<");
	return steps.map(({ speaker, text, module }) => [speaker === "host" ? "toModule" : "toHost", filled(module ?? text)]);
}

/** What passes, in one piece for each time that the direction changes. */
function turns(talk: [Direction, string][]): [Direction, string][] {
	const result: [Direction, string][] = [];
	for (const [direction, text] of talk)
		if (result.at(-1)?.[0] === direction) result[result.length - 1][1] += text;
		else result.push([direction, text]);
	return result;
}

describe("every example, as it passes, becomes a transcript that says the same", () => {
	for (const name of ["reference", "syntax", "anycloud"] as const)
		test.each(transcripts(name).map((it) => [it.chapter, it.title, it] as const))("%s: %s", (chapter, title, given) => {
			const talk = passing(given);
			let text = "";
			const transcript = new Transcript(
				(line) => {
					text += `${line}\n`;
				},
				chapter,
				title,
			);
			for (const [direction, said] of talk) transcript.feed(direction, Buffer.from(said, "latin1"));
			transcript.end();
			const [example] = parseTranscripts(text);
			expect({ chapter: example.chapter, title: example.title }).toEqual({ chapter, title });
			// what comes before the first command is of whatever was before
			const began = talk.findIndex(([direction]) => direction === "toModule");
			const plain = (list: [Direction, string][]) => turns(list).map(([way, said]) => [way, said.replace(/\d+/g, "0")]);
			if (began >= 0) expect(plain(passing(example))).toEqual(plain(talk.slice(began)));
		});
});

test("a capture becomes rows and a transcript", () => {
	const capture = readCapture(
		[
			'{"format":"wfi32-wire","version":1,"baud":230400,"source":"virtual, anycloud"}',
			'{"time":1,"to":"host","text":"\\r\\nOK\\r\\n"}',
			'{"time":2,"to":"module","text":"AT+SOCKO=2\\r\\n"}',
			'{"time":4,"to":"host","text":"+SOCKO:70123\\r\\nOK\\r\\n"}',
			"",
		].join("\n"),
	);
	expect(rowsOf(capture).map(({ time, kind, text }) => [time, kind, text])).toEqual([
		[1, "result", "OK"],
		[2, "command", "AT+SOCKO=2"],
		[4, "answer", "+SOCKO:70123"],
		[4, "result", "OK"],
	]);
	expect(transcriptOf(capture, "mine")).toBe("[mine] Recorded: virtual, anycloud\n> AT+SOCKO=2\n< +SOCKO:<id>\n< OK\n");
});

test("what is no text, and what looks like a name, is written so that it comes back", () => {
	let text = "";
	const transcript = new Transcript(
		(line) => {
			text += `${line}\n`;
		},
		"x",
		"y",
	);
	transcript.feed("toModule", Buffer.from("AT\r\n"));
	transcript.feed("toHost", Buffer.from("\x01\xff\\r\r\n<b>é</b>\r\n<text x>\r\n", "latin1"));
	transcript.end();
	const [{ steps }] = parseTranscripts(text);
	const said = steps.slice(1).map((it) => it.text.replaceAll("<text angle>", "<"));
	expect(said.join("")).toBe("\x01\xff\\r\r\n<b>é</b>\r\n<text x>\r\n");
});
