/** Lines: events, answers, results, echo, and what is none of these; each cut at every byte. */
import { TOO_LONG } from "drivers/at/request";
import { behaviour, type Test } from "testing/behaviour";
import { Ask, everyCut, Rig } from "tests/device/at-support";

const idle = () => new Rig().watch("SOCKRXT", "SOCKCL", "WSTALD", "MQTTPUB");

/** A command in flight. */
const asked = (text: string, answer?: string) => () => {
	const rig = idle();
	rig.engine.submit(new Ask(rig, text, answer));
	return rig;
};

const scenarios: [name: string, setUp: () => Rig, input: string, expected: string[]][] = [
	["an event", idle, "+SOCKRXT:1,7\r\n", ["SOCKRXT 1,7"]],
	["an event as the firmware has it when idle", idle, "\r+SOCKRXT:1,7\r\n\r+SOCKCL:1\r\n", ["SOCKRXT 1,7", "SOCKCL 1"]],
	["an event without fields", idle, "+WSTALD\r\n+WSTALD:\r\n+WSTALD:1\r\n", ["WSTALD", "WSTALD", "WSTALD 1"]],
	["lines that end with LF alone", idle, "+SOCKRXT:1,7\n+SOCKCL:1\n", ["SOCKRXT 1,7", "SOCKCL 1"]],
	["empty lines and blanks", idle, "\r\n\n  \r\n +SOCKCL:1\r\n\r\n", ["SOCKCL 1"]],
	["an event with quotes, commas, brackets", idle, '+MQTTPUB:1,"a",5,"[\'",#>"\r\n', ['MQTTPUB 1,"a",5,"[\'",#>"']],
	["names that are unknown", idle, "+TIME:1\r\n+SOCKRX:1\r\n+SOCKRXTX:1\r\n+\r\n+:\r\n+SOCKCL:1\r\n", ["SOCKCL 1"]],
	["free text", idle, "ready\r\nOKAY\r\nERRORS\r\nO\r\n[123] +SOCKCL:1\r\n+SOCKCL:2\r\n", ["SOCKCL 2"]],
	["bytes of no character set", idle, "\x00\x01\u00ff\u0080\r\n+SOCKCL:2\r\n", ["SOCKCL 2"]],
	["echo, and its prompt", idle, "AT+X\r\n>+SOCKCL:1\r\n>", ["echo", "echo", "SOCKCL 1", "echo"]],
	["a result that nobody waits for", idle, "OK\r\nERROR:5\r\n+SOCKCL:1\r\n", ["SOCKCL 1"]],
	["success", asked("AT"), "OK\r\n", ["AT = 0"]],
	[
		"success between other things",
		asked("AT"),
		"\r\nfoo\r\n+SOCKCL:1\r\n\r\nOK\r\n+SOCKCL:2\r\n",
		["SOCKCL 1", "AT = 0", "SOCKCL 2"],
	],
	["failure without a code", asked("AT"), "ERROR\r\n", ["AT = 1"]],
	["failure with a code", asked("AT"), "ERROR:5\r\n", ["AT = 5"]],
	["failure with a code and a text", asked("AT"), 'ERROR:47,"MQTT error"\r\n', ["AT = 47"]],
	["failure with an unreadable code", asked("AT"), "ERROR:x5\r\n", ["AT = 1"]],
	["an answer", asked("AT+GMM", "GMM"), '+GMM:"WFI32"\r\nOK\r\n', ['AT+GMM: "WFI32"', "AT+GMM = 0"]],
	[
		"an answer with an equals sign",
		asked("AT+GMM", "GMM"),
		'+GMM="WFI32"\r\nOK\r\n',
		['AT+GMM: "WFI32"', "AT+GMM = 0"],
	],
	[
		"an answer of several lines, with events between",
		asked("AT+SOCKLST", "SOCKLST"),
		"+SOCKLST:1\r\n+SOCKRXT:1,7\r\n+SOCKLST:2\r\n+SOCKCL:1\r\nOK\r\n+SOCKLST:3\r\n",
		["AT+SOCKLST: 1", "SOCKRXT 1,7", "AT+SOCKLST: 2", "SOCKCL 1", "AT+SOCKLST = 0"],
	],
	[
		"echo before an answer",
		asked("AT+GMM", "GMM"),
		"AT+GMM\r\n+GMM:1\r\nOK\r\n>",
		["own echo", "AT+GMM: 1", "AT+GMM = 0", "echo"],
	],
	["one result and no more", asked("AT"), "OK\r\nOK\r\nERROR:5\r\n", ["AT = 0"]],
	["results between quotes and in lines", asked("AT"), '"OK"\r\n OK \r\nxOK\r\nOK\r\n', ["AT = 0"]],
];

for (const [name, setUp, input, expected] of scenarios)
	behaviour(`${name}: understood however it is cut`, (t) => everyCut(t, setUp, input, expected));

behaviour("one result ends one command: the next goes out, and waits for its own", (t) => {
	const setUp = () => {
		const rig = asked("AT+A")();
		rig.engine.submit(new Ask(rig, "AT+B", "B"));
		rig.engine.submit(new Ask(rig, "AT+C"));
		return rig;
	};
	everyCut(t, setUp, "OK\r\n+B:1\r\nERROR:7\r\n+SOCKCL:1\r\nOK\r\n", [
		...["AT+A = 0", "> AT+B", "AT+B: 1", "AT+B = 7", "> AT+C", "SOCKCL 1", "AT+C = 0"],
	]);
});

behaviour("an answer that the command does not take for its own is an event", (t) => {
	const setUp = () => {
		const rig = idle();
		const ask = new Ask(rig, "AT+X", "SOCKRXT");
		ask.line = (fields) => fields.integer() === 2;
		rig.engine.submit(ask);
		return rig;
	};
	everyCut(t, setUp, "+SOCKRXT:1,7\r\n+SOCKRXT:2,7\r\nOK\r\n", ["SOCKRXT 1,7", "AT+X = 0"]);
});

behaviour("a second name of its answer is as good as the first", (t) => {
	const setUp = () => {
		const rig = idle();
		const ask = new Ask(rig, "AT+GMR", "GMR");
		ask.alternative = rig.vocabulary.of("VER");
		rig.engine.submit(ask);
		return rig;
	};
	everyCut(t, setUp, "+VER:1\r\n+GMR:2\r\nOK\r\n", ["AT+GMR: 1", "AT+GMR: 2", "AT+GMR = 0"]);
});

behaviour("the text of an error is kept until the next", (t) => {
	for (const [line, code, text] of [
		['ERROR:5,"wrong number"', 5, "wrong number"],
		["ERROR:14,connect failed", 14, "connect failed"],
		['ERROR:5,"a "quoted" word"', 5, 'a "quoted" word'],
		["ERROR:5,[4869]", 5, "4869"],
		["ERROR:5,", 5, ""],
		['ERROR:5,"open', 5, ""],
		["ERROR:5", 5, ""],
		["ERROR:", 1, ""],
		["ERROR:0", 1, ""],
		["ERROR:-3", 1, ""],
		["ERROR", 1, ""],
	] as const) {
		const rig = asked("AT")();
		rig.receive(`${line}\r\n`);
		t.equal([rig.log, rig.engine.errorText], [["> AT", `AT = ${code}`], text], line);
		rig.engine.submit(new Ask(rig, "AT"));
		rig.receive('ERROR:9,"other"\r\n');
		t.equal(rig.engine.errorText, "other");
		rig.close();
	}
});

behaviour("what was odd is counted", (t) => {
	const rig = asked("AT")();
	rig.receive("AT\r\n+FOO:1\r\nfoo\r\n\x00\x01\r\nOK\r\nOK\r\nERROR:5\r\n");
	const { counters } = rig.engine;
	t.equal([counters.commands, counters.echoes, counters.strayResults, counters.errors], [1, 1, 2, 0]);
	t.equal([counters.unknownLines, counters.unknownBytes], [2, 6 + 3 + 2]);
	rig.engine.submit(new Ask(rig, "AT"));
	rig.receive("ERROR:5\r\n");
	t.equal([counters.commands, counters.errors], [2, 1]);
	rig.close();
});

behaviour("a known line that is not as it should be is counted, and does no harm", (t) => {
	const rig = idle();
	const numbers: number[] = [];
	rig.vocabulary.on("NUM", () => {
		const { fields } = rig.engine;
		const value = fields.integer();
		if (fields.valid) numbers.push(value);
	});
	rig.receive("+NUM:1\r\n+NUM:x\r\n+NUM:\r\n+NUM\r\n+NUM:2+SOCKCL:1\r\n+NUM:3\r\n");
	t.equal([numbers, rig.engine.counters.malformedLines], [[1, 3], 4]);
	rig.close();
});

/** A line of so many bytes, its CR LF included. */
const long = (length: number, tail = "\r\n") => `+SOCKRXT:${"9".repeat(length - 9 - tail.length)}${tail}`;

behaviour("a line as long as is accepted is understood, and one byte more is noise to its end", (t) => {
	for (const tail of ["\r\n", "\n"]) {
		const most = long(160, tail);
		everyCut(t, idle, `${most}+SOCKCL:1\r\n`, [most.slice(1, -tail.length).replace(":", " "), "SOCKCL 1"]);
		everyCut(t, idle, `${long(161, tail)}+SOCKCL:1\r\n`, ["SOCKCL 1"]);
	}
});

behaviour("the end of a line that is too long is not taken for a line", (t) => {
	const setUp = asked("AT");
	for (const end of ["OK\r\n", "ERROR:5\r\n", "+SOCKCL:1\r\n", ">x\r\n", "AT\r\n"]) {
		everyCut(t, setUp, `${"x".repeat(160)}${end}OK\r\n`, ["AT = 0"]);
		everyCut(t, setUp, `${"x".repeat(320)}${end}OK\r\n`, ["AT = 0"]);
	}
});

behaviour("a line longer than the ring is noise, its bytes are counted, and the next is understood", (t) => {
	for (const ring of [256, 512]) {
		const rig = new Rig({ ring }).watch("SOCKCL");
		for (let i = 0; i < 30; i++) rig.receive("x".repeat(100));
		rig.receive("\r\n+SOCKCL:1\r\n");
		t.equal([rig.log, rig.engine.counters.unknownBytes, rig.uart.overruns], [["SOCKCL 1"], 3002, 0]);
		rig.close();
	}
});

behaviour("a command that is too long is not sent, and says so", (t) => {
	const rig = idle();
	const long = new Ask(rig, `AT+${"X".repeat(130)}`);
	const none = new Ask(rig, "");
	rig.engine.submit(long);
	rig.engine.submit(none);
	rig.engine.submit(new Ask(rig, "AT"));
	t.equal(rig.log, [`${long.text} = ${TOO_LONG}`, " = 0", "> AT"]);
	t.equal([long.pending, none.pending, rig.engine.counters.commands], [false, false, 1]);
	rig.close();
});

behaviour("events come through while a burst fills the ring again and again", (t: Test) => {
	const rig = new Rig({ ring: 256, longest: 128 }).watch("SOCKRXT");
	let text = "";
	for (let i = 0; i < 300; i++) text += `+SOCKRXT:${i},${i * 7}\r\n`;
	for (let at = 0; at < text.length; at += 97) rig.receive(text.slice(at, at + 97));
	t.equal(rig.log.length, 300);
	t.equal([rig.log[0], rig.log[299]], ["SOCKRXT 0,0", "SOCKRXT 299,2093"]);
	rig.close();
});
