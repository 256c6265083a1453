// What neither profile knows, and what is not as the reference has it: skipped, counted, and no command is lost.
import type { Counters } from "drivers/at/counters";
import { Request } from "drivers/at/request";
import { command, type Writer } from "drivers/at/writer";
import type { Driver } from "drivers/wfi32/driver";
import { GMI } from "drivers/wfi32/names";
import { behaviour, type Test } from "testing/behaviour";
import { Script } from "tests/device/scripted";
import { Stage } from "tests/device/stage";

type Counter = keyof Counters;

/** Lines that nobody knows. */
const unknown = [
	"+NEWEVENT:1,2",
	"+NEWEVENT",
	"+TIME:3,1700000013",
	"+SOCKRX:1,7",
	"+SOCKRXTS:1,7",
	"+",
	"+:",
	"+++",
	"free text of another task",
	"WSTAC:1,[]",
	"OKAY",
	"ERRORS:5",
];

/** Fewer parameters than there must be, or of another kind. */
const torn = [
	"+SOCKRXT:",
	"+SOCKRXT:1",
	"+SOCKRXT:1,",
	"+SOCKRXT:1,x",
	"+SOCKRXT:99999999999,1",
	"+SOCKRXU:1",
	'+SOCKRXU:1,"1.2.3.4"',
	'+SOCKIND:1,"192.168.0.100"',
	"+SOCKCL:",
	"+SOCKERR:",
	"+SOCKTLS:",
	"+WSTALU:",
	'+WSTALU:1,"00:01',
	"+WSTAAIP:",
	"+MQTTCONN:",
	"+MQTTCONN:x",
	"+MQTTCONNACK:0",
	"+MQTTPUB:6",
	'+MQTTPUB:6,"status"',
	'+MQTTPUB:6,"status",9,"{',
	"+DNSRESOLV:",
	"+PING:",
	'+PING:"1.2.3.4"',
];

/** One parameter more than the reference has: the others count. */
const longer = [
	"+SOCKRXT:1,7,9",
	'+SOCKIND:1,"192.168.0.100",1,"1.2.3.4",2,3',
	"+SOCKCL:1,2",
	"+SOCKTLS:1,2",
	'+WSTALU:1,"00:01:02:03:04:05",6,7',
	'+WSTAAIP:1,"192.168.0.100","255.255.255.0"',
	"+WSTALD:1,2",
	"+MQTTCONN:0,1",
	"+MQTTCONNACK:0,0,0",
	"+MQTTSUB:0,1",
	"+MQTTPUBACC:7",
	"+WSCNDONE:3",
	'+PING:"1.2.3.4",12,64',
];

/** Asks for the manufacturer. */
class Manufacturer extends Request {
	lines = 0;
	result: number | undefined;

	compose(out: Writer): number {
		out.answer = GMI;
		out.begin(command("AT+GMI"));
		return out.end();
	}

	override line(): boolean {
		this.lines++;
		return true;
	}

	done(result: number): void {
		this.result = result;
	}
}

/** A command that must get its own answer, all of it. */
async function works(stage: Stage): Promise<void> {
	const ask = new Manufacturer();
	stage.driver.engine.submit(ask);
	await stage.until(() => ask.result !== undefined, "the answer");
	stage.t.equal([ask.result, ask.lines], [0, 1]);
}

/** A chapter's lines are known from when it is first used. */
function inUse({ station, mqtt, resolver, ping, tls, certificates, scan, accessPoint }: Driver): void {
	const chapters: unknown[] = [station, mqtt, resolver, ping, tls, certificates, scan, accessPoint];
	for (const it of chapters) if (!it) throw new Error("a chapter is missing");
}

type Figures = Partial<Record<Counter, number>>;
const difference = (found: Figures, expected: Figures) =>
	(Object.keys(expected) as Counter[]).some((it) => found[it] !== expected[it]);

/** Says each line between lines, and between an answer and its OK; the counter has it each time, and nothing else has. */
async function counted(t: Test, lines: readonly string[], counter: Counter | undefined): Promise<void> {
	for (const cut of [0, -1]) {
		const stage = new Stage(t, { chapter: "", title: "", steps: [] }, cut, "reference", {});
		inUse(stage.driver);
		await stage.ready();
		const { counters } = stage.driver.engine;
		const { commands: _commands, oks: _oks, unknownBytes: _bytes, ...expected } = { ...counters };
		const wrong: string[] = [];
		for (const line of lines) {
			stage.dialogue.say(`${line}\r\n`);
			await t.advance(150);
			await works(stage);
			stage.dialogue.aside = `${line}\r\n`;
			await works(stage);
			if (counter) expected[counter as keyof typeof expected] += 2;
			const { commands, oks: _, unknownBytes, ...found } = { ...counters };
			if (difference(found, expected)) wrong.push(line);
			Object.assign(expected, found);
			t.equal(counter !== "unknownLines" || unknownBytes >= line.length, true);
			t.ok(commands > 0);
		}
		t.equal(wrong, []);
		t.equal(stage.driver.failure, undefined);
		stage.driver.close();
		await t.advance(100);
	}
}

behaviour("lines that nobody knows are skipped and counted", (t) => counted(t, unknown, "unknownLines"));

behaviour(
	"bytes that are no text are skipped and counted, and a reason to ask the module; no command is lost",
	async (t) => {
		const stage = new Stage(t, { chapter: "", title: "", steps: [] }, 0, "reference", {});
		await stage.ready();
		const { counters } = stage.driver.engine;
		for (const line of ["\x80\xff\x01", "gr\xc3\xbcn", "text\x01\x02"]) {
			const { unknownLines, resets, timeouts, resynchronisations } = counters;
			stage.dialogue.say(`${line}\r\n`);
			await t.advance(1000);
			t.equal([counters.unknownLines, counters.resynchronisations], [unknownLines + 1, resynchronisations + 1], line);
			stage.dialogue.aside = `${line}\r\n`;
			await works(stage);
			await t.advance(1000);
			t.equal([counters.unknownLines, counters.resets, counters.timeouts], [unknownLines + 2, resets, timeouts], line);
		}
		t.equal(stage.driver.failure, undefined);
	},
);

behaviour("lines with less than they must have are skipped and counted", (t) => counted(t, torn, "malformedLines"));

behaviour("a network that is told of by half is skipped and counted, and the scan goes on", async (t) => {
	const stage = new Stage(t, { chapter: "", title: "", steps: [] }, 0, "reference", {});
	await stage.ready();
	const found: string[] = [];
	let over = false;
	stage.wifi().scan({ onFound: ({ SSID }) => found.push(SSID), onComplete: () => (over = true) });
	await t.advance(200);
	const half = ["+WSCNIND:-57", '+WSCNIND:-57,0,1,"98:FC:11:41:E7:7C","half', "+WSCNIND:-57,0,1,[9", "+WSCNIND:"];
	for (const line of half) stage.dialogue.say(`${line}\r\n`);
	stage.dialogue.say('+WSCNIND:-57,0,1,"98:FC:11:41:E7:7C","whole"\r\n+WSCNDONE\r\n');
	await stage.until(() => over, "the end");
	t.equal(found, ["whole"]);
	t.equal(stage.driver.engine.counters.malformedLines, half.length);
	await works(stage);
});

behaviour("a parameter more is nothing to worry about", (t) => counted(t, longer, undefined));

behaviour("a result that nobody waits for is counted", async (t) => {
	const stage = new Stage(t, { chapter: "", title: "", steps: [] }, 0, "reference", {});
	await stage.ready();
	const { counters } = stage.driver.engine;
	for (const line of ["OK", "ERROR", "ERROR:5", 'ERROR:5,"Wrong number of parameters"']) {
		const { strayResults } = counters;
		stage.dialogue.say(`${line}\r\n`);
		await t.advance(150);
		t.equal(counters.strayResults, strayResults + 1, line);
		await works(stage);
	}
});

behaviour("a line longer than any is skipped to its end", async (t) => {
	const stage = new Stage(t, { chapter: "", title: "", steps: [] }, 0, "reference", {});
	await stage.ready();
	const { counters } = stage.driver.engine;
	const { unknownBytes } = counters;
	stage.dialogue.say(`+SOCKRXT:1,${"7".repeat(900)}`);
	await t.advance(100);
	stage.dialogue.say(`${"7".repeat(900)}\r\n`);
	await t.advance(150);
	t.ok(counters.unknownBytes >= unknownBytes + 1800);
	await works(stage);
});

behaviour("of each name that is not understood the program is told once, and of no text", async (t) => {
	const stage = new Stage(t, { chapter: "", title: "", steps: [] }, 0, "reference", {});
	await stage.ready();
	const say = async (line: string) => {
		stage.dialogue.say(`${line}\r\n`);
		await t.advance(100);
	};
	for (let times = 0; times < 3; times++)
		for (const line of [
			"+NEWEVENT:1,2",
			"+NEWEVENT",
			"correct horse",
			"+SOCKRXT:1,x",
			"+OTHER=7",
			"+:",
			"+TIME:3,1700000013",
			"+MQTTCONN:0", // of a chapter that the program does not use
		])
			await say(line);
	t.equal(stage.unexpected, ["unknown +NEWEVENT", "unknown ", "malformed +SOCKRXT", "unknown +OTHER"]);
	for (let i = 0; i < 30; i++) await say(`+X${String.fromCharCode(65 + i)}`);
	t.equal(stage.unexpected.length, 16, "only so many");
	t.ok(stage.driver.engine.counters.unknownLines >= 30);
	await works(stage);
});

behaviour("the provider tells it, with itself as this", async (t) => {
	const script = new Script();
	let told = 0;
	const wfi32 = script.provider({
		release: "reference",
		onUnexpected(fault, name) {
			t.equal([fault, name, this], ["unknown", "+NEWEVENT", wfi32]);
			told++;
		},
	});
	let ready = false;
	new wfi32.WiFi({}).configureScan({}, () => (ready = true));
	await t.until(() => ready, 15_000);
	script.say("+NEWEVENT:1\r\n+NEWEVENT:2\r\n");
	await t.until(() => told, 1000);
	t.equal(told, 1);
	t.equal(wfi32.diagnostics.unknownLines, 2);
	t.throws(() => script.provider({ onUnexpected: 5 as never }), TypeError);
});
