/**
 * Payloads (reference 7.10): n bytes are somebody's if and only if they were announced as asked for, and followed by what
 * must follow. Each scenario is cut at every byte.
 */
import { TORN } from "drivers/at/request";
import { behaviour } from "testing/behaviour";
import { Ask, everyCut, Fetch, Rig } from "tests/device/at-support";

const EVENTS = ["SOCKRXT", "SOCKRXU", "SOCKCL", "WSTALD"];

/** A read of up to `asked` bytes is in flight. */
const reading =
	(asked = 200) =>
	() => {
		const rig = new Rig().watch(...EVENTS);
		rig.engine.submit(new Fetch(rig, 1, asked));
		return rig;
	};

const done = (payload: string, asked = 200) => [`payload ${payload}`, `AT+SOCKRD=1,2,${asked} = 0`];
const torn = ["AT+SOCKRD=1,2,200 = -3", "trouble -3"];

const hostile = [
	"OK\r\n",
	"\r\nOK\r\n",
	"ERROR:5\r\n",
	"+SOCKRXT:1,7\r\n",
	"\r\n+SOCKRD:1,3,#abc",
	"#",
	"##",
	">",
	"\n",
	"\r\n",
	"\0",
	"\0\0\0\0\0\0\0\0",
	"+++",
	"AT\r\n",
	" ,#",
	"\u00ff\u0080\u0000\u00fe",
	"O",
	'"',
	"a".repeat(130),
];

behaviour("the three ways in which a payload begins are one", (t) => {
	for (const mark of [", #", ",#", ",\r\n#"]) {
		everyCut(t, reading(), `+SOCKRD:1,7${mark}Foo@BarOK\r\n`, done("Foo@Bar"));
		everyCut(t, reading(), `+SOCKRD:1,7${mark}Foo@Bar\r\nOK\r\n`, done("Foo@Bar"));
	}
});

behaviour("whatever a payload holds, it is the payload", (t) => {
	for (const payload of hostile) {
		for (const [mark, end] of [
			[", #", "\r\nOK\r\n"],
			[",\r\n#", "OK\r\n"],
		]) {
			everyCut(t, reading(), `+SOCKRD:1,${payload.length}${mark}${payload}${end}`, done(payload));
		}
	}
});

behaviour("nothing there is no payload: just OK, or one of no bytes", (t) => {
	everyCut(t, reading(), "OK\r\n", ["AT+SOCKRD=1,2,200 = 0"]);
	everyCut(t, reading(), "+SOCKRD:1,0,#OK\r\n", done(""));
	everyCut(t, reading(), "+SOCKRD:1,0,\r\n#\r\nOK\r\n", done(""));
	everyCut(t, reading(), "ERROR:10\r\n", ["AT+SOCKRD=1,2,200 = 10"]);
});

behaviour("events come before a payload, and between it and its OK", (t) => {
	everyCut(
		t,
		reading(),
		"+SOCKRXT:2,9\r\n+WSTALD\r\n\r+SOCKCL:3\r\n+SOCKRD:1,3,\r\n#abc+SOCKRXU:4,5\r\n+SOCKRXT:1,5\r\nOK\r\n+SOCKCL:1\r\n",
		["SOCKRXT 2,9", "WSTALD", "SOCKCL 3", "SOCKRXU 4,5", "SOCKRXT 1,5", ...done("abc"), "SOCKCL 1"],
	);
	everyCut(t, reading(), "+SOCKRD:1,3,#abc\r\n\r\n+SOCKCL:2\r\nOK\r\n", torn);
	everyCut(t, reading(), "+SOCKRD:1,3,#abc\r\n+SOCKCL:2\r\n\r\n+SOCKCL:3\r\nOK\r\n", [
		"SOCKCL 2",
		"SOCKCL 3",
		...done("abc"),
	]);
});

behaviour("a short event is told at once, though it could be the beginning of a payload", (t) => {
	for (const line of ["+X\r\n", "+X:1\n", "+WSTALD\r\n"]) {
		const rig = reading()().watch("X");
		rig.log.length = 0;
		rig.receive(line);
		t.equal(rig.log.length, 1, line);
		rig.close();
	}
});

behaviour("an error after a payload is the command's result", (t) => {
	everyCut(t, reading(), "+SOCKRD:1,3,#abcERROR:17\r\n", ["AT+SOCKRD=1,2,200 = 17"]);
});

behaviour("text of another task's in a payload tears it", (t) => {
	const payload = "0123456789";
	for (const print of ["free text\r\n", "x", "+TIME:1,2\r\n", "\r\n+FOO:1\r\n", "wifi: beacon lost 123456789012345"]) {
		for (const at of [0, 1, 5, 9]) {
			const came = payload.slice(0, at) + print + payload.slice(at);
			everyCut(t, reading(), `+SOCKRD:1,10,\r\n#${came}OK\r\n`, torn);
		}
	}
});

behaviour("what is pushed out of a payload tears it, whatever it looks like", (t) => {
	// the payload's last bytes, which a print has pushed behind the n that were taken
	for (const end of [
		"\0\0\0",
		"   ",
		"\n",
		"\n\n",
		"\r\r",
		"\r\n\r\n",
		" \r\n",
		"\r\n ",
		">",
		">>",
		"AT",
		"#",
		"\x01",
		"OK",
		"+",
		"1,7\r\n",
	]) {
		const came = `${"x".repeat(10 - end.length)}${"print".slice(0, end.length).padEnd(end.length, "p")}${end}`;
		everyCut(t, reading(), `+SOCKRD:1,10,\r\n#${came}OK\r\n`, torn);
	}
});

behaviour("a known event whose fields are torn tears the payload before it", (t) => {
	const setUp = () => {
		const rig = reading()();
		rig.vocabulary.on("NUM", () => {
			rig.log.push(`NUM ${rig.engine.fields.integer()}`);
		});
		return rig;
	};
	everyCut(t, setUp, "+SOCKRD:1,3,#abc+NUM:5\r\nOK\r\n", ["NUM 5", ...done("abc")]);
	everyCut(t, setUp, "+SOCKRD:1,3,#abc+NUM:5x\r\nOK\r\n", ["NUM 0", ...torn]);
});

behaviour("after a torn payload nothing that comes is a result, until the supervisor has its way", (t) => {
	const setUp = () => {
		const rig = reading()();
		rig.engine.submit(new Ask(rig, "AT+B"));
		return rig;
	};
	everyCut(t, setUp, "+SOCKRD:1,3,#abcdefOK\r\nOK\r\n+SOCKCL:1\r\nOK\r\n", torn);
	const rig = setUp();
	rig.receive("+SOCKRD:1,3,#abcdef\r\nOK\r\n");
	const probe = new Ask(rig, "AT");
	rig.engine.recover(probe);
	rig.receive("OK\r\n");
	rig.engine.release();
	rig.receive("OK\r\n");
	t.equal(rig.log.slice(1), [...torn, "> AT", "AT = 0", "> AT+B", "AT+B = 0"]);
	t.equal(rig.engine.counters.tornPayloads, 1);
	rig.close();
});

behaviour("a length that was not asked for is not believed, nor is another socket's payload", (t) => {
	for (const head of ["1,201", "1,9999", "2,3", "1,99999999999", "10,3"]) {
		everyCut(t, reading(), `+SOCKRD:${head},\r\n#abc\r\nOK\r\n`, [
			`AT+SOCKRD=1,2,200: ${head},`,
			"AT+SOCKRD=1,2,200 = 0",
		]);
	}
	everyCut(t, reading(7), "+SOCKRD:1,7,#1234567OK\r\n", done("1234567", 7));
	everyCut(t, reading(7), "+SOCKRD:1,8,#12345678\r\nOK\r\n", ["AT+SOCKRD=1,2,7: 1,8,#12345678", "AT+SOCKRD=1,2,7 = 0"]);
});

behaviour("a second payload of one command is not taken", (t) => {
	everyCut(t, reading(), "+SOCKRD:1,3,#abc+SOCKRD:1,3,#def\r\nOK\r\n", ["AT+SOCKRD=1,2,200: 1,3,#def", ...done("abc")]);
});

behaviour("headers that are none are lines", (t) => {
	for (const line of ["1,3,abc", "1", "1,", "1,x,#", ",3,#abc", "1;3;#", '1,3,"abc"', "1,3,[616263]", ""]) {
		everyCut(t, reading(), `+SOCKRD:${line}\r\nOK\r\n`, [`AT+SOCKRD=1,2,200: ${line}`, "AT+SOCKRD=1,2,200 = 0"]);
	}
	everyCut(t, reading(), "+SOCKRDX:1,3,#abc\r\n+SOCKR:1\r\n+SOCKRXT:1,3\r\nOK\r\n", [
		"SOCKRXT 1,3",
		"AT+SOCKRD=1,2,200 = 0",
	]);
});

behaviour("a header longer than any can be is no header", (t) => {
	const blanks = " ".repeat(60);
	everyCut(t, reading(), `+SOCKRD:1,3,${blanks}#abc\r\nOK\r\n`, [
		`AT+SOCKRD=1,2,200: 1,3,${blanks}#abc`,
		"AT+SOCKRD=1,2,200 = 0",
	]);
});

behaviour("a payload is for the command that asked for it, and no other", (t) => {
	const setUp = () => {
		const rig = new Rig().watch(...EVENTS);
		rig.engine.submit(new Ask(rig, "AT+X", "SOCKRD"));
		return rig;
	};
	everyCut(t, setUp, "+SOCKRD:1,3,#abc\r\nOK\r\n", ["AT+X: 1,3,#abc", "AT+X = 0"]);
});

behaviour("reads one after the other take each its own", (t) => {
	const setUp = () => {
		const rig = reading()();
		rig.engine.submit(new Fetch(rig, 2, 50));
		rig.engine.submit(new Fetch(rig, 1, 60));
		return rig;
	};
	everyCut(t, setUp, "+SOCKRD:1,3,#abcOK\r\n+SOCKRD:2,2,\r\n#deOK\r\n+SOCKRXT:1,5\r\n+SOCKRD:1,1, #f\r\nOK\r\n", [
		...done("abc"),
		"> AT+SOCKRD=2,2,50",
		...["payload de", "AT+SOCKRD=2,2,50 = 0"],
		"> AT+SOCKRD=1,2,60",
		"SOCKRXT 1,5",
		...["payload f", "AT+SOCKRD=1,2,60 = 0"],
	]);
});

behaviour("a header may be longer or shorter than the one before, in whatever pieces it comes", (t) => {
	const lengths = [120, 3, 12, 1, 0, 130, 9];
	for (const [mark, end] of [
		[",\r\n#", "OK\r\n"],
		[",#", "\r\nOK\r\n"],
	]) {
		for (const hostile of ["x", "\n", "+SOCKRD:1,2,#", "OK\r\n"]) {
			for (let size = 1; size < 24; size++) {
				const rig = reading()();
				for (const length of lengths) {
					const payload = hostile.repeat(length).slice(0, length);
					const text = `+SOCKRD:1,${length}${mark}${payload}${end}`;
					rig.log.length = 0;
					for (let at = 0; at < text.length; at += size) rig.receive(text.slice(at, at + size));
					t.equal(rig.log, done(payload), `${length} in pieces of ${size}`);
					rig.engine.submit(new Fetch(rig, 1, 200));
				}
				rig.close();
			}
		}
	}
});

behaviour("a payload of more than the ring holds comes through, around the ring's end again and again", async (t) => {
	for (const dialect of ["standard", "pico", "lin"] as const) {
		const rig = new Rig({ dialect, ring: 256, longest: 128 }).watch("SOCKRXT");
		const payload = Array.from({ length: 220 }, (_, i) => String.fromCharCode((i * 7) & 255)).join("");
		const one = new Fetch(rig, 1, 220);
		one.over = () => rig.engine.submit(one);
		rig.engine.submit(one);
		for (let turn = 0; turn < 40; turn++) {
			await t.advance(10); // a paced port sends the command
			rig.log.length = 0;
			const text = `+SOCKRD:1,220,\r\n#${payload}+SOCKRXT:1,${turn}\r\nOK\r\n`;
			const size = 1 + turn * 3;
			for (let at = 0; at < text.length; at += size) rig.receive(text.slice(at, at + size));
			t.equal(
				rig.log.filter((it) => !it.startsWith(">")),
				[`SOCKRXT 1,${turn}`, ...done(payload, 220)],
			);
		}
		t.equal([rig.uart.overruns, rig.engine.counters.tornPayloads], [0, 0]);
		rig.close();
	}
});

behaviour("giving up in the middle of a payload leaves its rest to the ring, and its place alone", (t) => {
	const rig = reading()();
	rig.receive("+SOCKRD:1,20,#01234");
	rig.engine.hold();
	rig.engine.abandon(TORN);
	rig.receive("56789\r\n+SOCKCL:1\r\n");
	t.equal(rig.log.slice(1), ["AT+SOCKRD=1,2,200 = -3", "SOCKCL 1"]);
	rig.checkPlace(t, 5);
	rig.close();
});

behaviour("where a CR LF has always stood behind payloads, one without it has lost its last bytes to it", (t) => {
	const rig = reading()();
	const next = (text: string) => {
		rig.engine.release();
		rig.engine.submit(new Fetch(rig, 1, 200));
		rig.log.length = 0;
		rig.receive(text);
		return rig.log;
	};
	rig.receive("OK\r\n");
	for (let i = 0; i < 8; i++) t.equal(next("+SOCKRD:1,3, #abc\r\nOK\r\n"), done("abc"));
	t.equal(next("+SOCKRD:1,5, #abc\r\nOK\r\n"), torn);
	// a module that has changed its ways is believed the second time
	t.equal(next("+SOCKRD:1,3,\r\n#abcOK\r\n"), done("abc"));
	t.equal(next("+SOCKRD:1,3,\r\n#abcOK\r\n"), done("abc"));
	rig.close();
});
