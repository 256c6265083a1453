/** Events whose two strings have their lengths before them: read in passing by these, else with care, always to the same end. */
import { MEASURED, type Name, spell } from "drivers/at/names";
import { behaviour, type Test } from "testing/behaviour";
import { everyCut, Rig } from "tests/device/at-support";
import { Chance, textOf } from "tests/device/uart-support";

const LONGEST = 160;

/** Events read by a handler, which is what a text means. */
function readWithCare(rig: Rig): void {
	const { engine, arena, log } = rig;
	const { fields } = engine;
	const text = (length: number) => {
		fields.nextTextOf(length);
		const isTold = fields.bracketed;
		fields.plain();
		if (!isTold && fields.textLength !== length) fields.valid = false;
		return JSON.stringify(textOf(arena.bytes, fields.textAt, fields.textAt + fields.textLength));
	};
	const topic = text(fields.integer());
	const payload = text(fields.nextInteger());
	if (fields.valid) log.push(`MESSAGE ${topic} ${payload}`);
}

/** How many were told in passing, of all rigs. */
let inPassing = 0;

function telling(): Rig {
	const rig = new Rig({ ring: 512, longest: LONGEST }).watch("OTHER").tell("SOCKCL", 1, 0);
	const { arena, log, vocabulary } = rig;
	const { fields } = rig.engine;
	vocabulary.tell("MESSAGE", 1, MEASURED, (topicLength, payloadLength) => {
		inPassing++;
		const at = (from: number, length: number) => JSON.stringify(textOf(arena.bytes, from, from + length));
		log.push(`MESSAGE ${at(fields.firstAt, topicLength)} ${at(fields.textAt, payloadLength)}`);
		if (fields.firstLength !== topicLength || fields.textLength !== payloadLength) log.push("other lengths");
	});
	const { event } = vocabulary;
	vocabulary.event = (name: Name) => (name.text === "MESSAGE" ? readWithCare(rig) : event.call(vocabulary, name));
	return rig;
}

function reading(): Rig {
	const rig = new Rig({ ring: 512, longest: LONGEST }).watch("OTHER").tell("SOCKCL", 1, 0);
	rig.vocabulary.on("MESSAGE", () => readWithCare(rig));
	return rig;
}

const PLAIN =
	'\r\n+MESSAGE:21,"house/kitchen/climate",28,"temperature=15.5 humidity=30"\r\n\r\n+MESSAGE:1,"t",1,"x"\r\n+SOCKCL:1\r\n' +
	'+MESSAGE:4,"a,b"",9,"{"a":"b"}"\r\n\r+MESSAGE:3,"a/b",9,"{"c":"d"}"\r\n\r\n+MESSAGE:01,"s",06,"","",""\r\nOK\r\n';
const TOLD_IN_PASSING = [
	'MESSAGE "house/kitchen/climate" "temperature=15.5 humidity=30"',
	'MESSAGE "t" "x"',
	"SOCKCL 1",
	'MESSAGE "a,b\\"" "{\\"a\\":\\"b\\"}"',
	'MESSAGE "a/b" "{\\"c\\":\\"d\\"}"',
	'MESSAGE "s" "\\",\\"\\",\\""',
];
const WITH_CARE =
	'\r\n+MESSAGE:1,[74],2,[00FF]\r\n\r\n+MESSAGE:1,"t",[],0\r\n+MESSAGE:0,[],0,[]\r\n+MESSAGE:2,"a\\",1,"x"\r\n+SOCKCL:2\r\n' +
	'+MESSAGE:1,"t",3,"a\\nb"\r\n\r\n+MESSAGE:1 , "t" ,1,"y"\r\n+MESSAGE:1,"t",2,"b\\"\r\n+MESSAGE:1,"t",1,"z"\n+OTHER:1\r\n' +
	// escaped, and what stands in it looks like its end, a length and a string
	'+MESSAGE:9,"\\n\\n\\n\\n\\",12,",8,"12345678"\r\n';
const TOLD_WITH_CARE = [
	'MESSAGE "t" "\\u0000\u00ff"',
	'MESSAGE "" ""',
	'MESSAGE "a\\\\" "x"',
	"SOCKCL 2",
	'MESSAGE "t" "a\\nb"',
	'MESSAGE "t" "y"',
	'MESSAGE "t" "b\\\\"',
	'MESSAGE "t" "z"',
	"OTHER 1",
	'MESSAGE "\\n\\n\\n\\n\\",12," "12345678"',
];

behaviour("messages are told with their lengths, wherever their bytes are cut", (t) => {
	inPassing = 0;
	everyCut(t, telling, PLAIN, TOLD_IN_PASSING);
	// in one piece, cut everywhere, byte by byte: all of them, but for the shortest where only its end is missing
	t.ok(inPassing > 4.9 * PLAIN.length, `${inPassing} in passing`);
	everyCut(t, reading, PLAIN, TOLD_IN_PASSING);
});

behaviour("what is in brackets, escaped, or not quite as usual is read with care, wherever it is cut", (t) => {
	everyCut(t, telling, WITH_CARE, TOLD_WITH_CARE);
	everyCut(t, reading, WITH_CARE, TOLD_WITH_CARE);
});

behaviour("a line that is shorter than it says ends where it ends, as soon as its end has come", (t) => {
	for (const line of [
		...[
			'1,"t",30,"short"',
			'30,"t",1,"x"',
			'1,"t",30',
			'1,"t"',
			'1,"t',
			"1,",
			"1",
			'1,"t",1,"',
			'1,"t",30,',
			'99,"t',
			"99999999999,",
		],
		...[
			'-2147483648,"t",1,"x"',
			'-1,"t",1,"x"',
			'1,"t",-1,"x"',
			'1,"t",99999999999,"x"',
			'1,"t",,"x"',
			'1,"t",1x,"x"',
			'1,"tx",1,"x"',
			'1,t,1,"x"',
			'1,"t",1,x',
		],
	]) {
		for (const make of [telling, reading]) {
			const rig = make();
			for (const c of `\r\n+MESSAGE:${line}\r\n`) rig.receive(c);
			const text = JSON.stringify(line);
			t.equal(rig.engine.counters.malformedLines + rig.log.length, 1, text);
			const { log } = rig;
			log.length = 0;
			rig.receive('+SOCKCL:1\r\n+MESSAGE:1,"t",1,"x"\r\n');
			t.equal(log, ["SOCKCL 1", 'MESSAGE "t" "x"'], text);
			rig.close();
		}
	}
});

behaviour("a control character anywhere in a line is seen, whatever its place among words", (t) => {
	for (let offset = 0; offset < 4; offset++) {
		const line = `+MESSAGE:9,"abcdefghi",17,"ABCDEFGHIJKLMNOPQ"\r\n`;
		for (let at = 10; at < line.length - 2; at++) {
			for (const c of ["\n", "\r", "\0", "\x1f", "\x7f", "\xff"]) {
				const text = `${"\r\n".repeat(2)}${"\r".repeat(offset)}${line.slice(0, at)}${c}${line.slice(at + 1)}+SOCKCL:1\r\n`;
				for (const cut of [text.length, 20, 40]) {
					const logs = [telling, reading].map((make) => {
						const rig = make();
						rig.receive(text.slice(0, cut)).receive(text.slice(cut));
						const { malformedLines, unknownLines, unknownBytes } = rig.engine.counters;
						rig.close();
						return [...rig.log, `${malformedLines} ${unknownLines} ${unknownBytes}`];
					});
					t.equal(logs[0], logs[1], `${JSON.stringify(text)} cut at ${cut}`);
				}
			}
		}
	}
});

behaviour("a line as long as may be is told, a longer one is noise", (t) => {
	for (let length = 120; length < 150; length++) {
		const text = `+MESSAGE:1,"t",${length},"${"x".repeat(length)}"\r\n+SOCKCL:1\r\n`;
		const [one, other] = [telling, reading].map((make) => {
			const rig = make();
			rig.receive(text.slice(0, 64)).receive(text.slice(64));
			rig.close();
			return [...rig.log, rig.engine.counters.unknownBytes];
		});
		t.equal(one, other, `${length}`);
		t.equal(one.length, text.indexOf("\n") < LONGEST ? 3 : 2, `${length}`);
	}
});

behaviour("only one integer goes with them", (t) => {
	for (const integers of [0, 2, 3]) t.throws(() => spell("SHAPE", 0, integers, MEASURED), RangeError);
	t.equal(spell("SHAPE", 0, 1, MEASURED).shortest, '+SHAPE:1,"",1,""\r\n'.length);
});

/** Messages of all kinds, some of them damaged. */
function stream(chance: Chance): string {
	let text = "";
	const string = (most: number) => {
		let it = "";
		for (let left = chance.below(most); left > 0; left--)
			it += chance.of(["a", "Z", "7", "/", " ", "=", "_", "!", ".", chance.of(["\\", '"', ",", "\u00e4", "{", '",'])]);
		const length = chance.below(8) ? it.length : chance.below(it.length + 3);
		const shape = chance.below(10);
		const hex = [...it].map((c) => c.charCodeAt(0).toString(16).padStart(2, "0")).join("");
		return `${length},${shape === 0 ? `[${hex}]` : shape === 1 ? `"${it.replace(/["\\]/g, "\\$&")}\\n"` : `"${it}"`}`;
	};
	for (let lines = 0; lines < 30; lines++) {
		text += chance.of(["\r\n", "\r\n", "", "\n", "\r"]);
		text += chance.below(8)
			? `+MESSAGE:${string(24)},${string(40)}`
			: chance.of(["OK", "+OTHER:1", "+SOCKCL:5", ">", "", "+", "#"]);
		text += chance.of(["\r\n", "\r\n", "\r\n", "\n"]);
		if (chance.below(3) === 0) {
			const at = chance.below(text.length);
			text =
				text.slice(0, at) + chance.of(["", "\0", "\r\n", "\n", "x", '"', ",", "+"]) + text.slice(at + chance.below(3));
		}
	}
	return text;
}

function sameEnd(t: Test, seed: number): void {
	const chance = new Chance(seed);
	inPassing = 0;
	for (let turn = 0; turn < 25; turn++) {
		const text = stream(chance);
		const rigs = [telling(), reading()];
		for (let at = 0; at < text.length; ) {
			const length = 1 + chance.below(chance.of([1, 8, 64, 128]));
			for (const rig of rigs) rig.receive(text.slice(at, at + length));
			at += length;
			// where a line has begun, more must come anyway
			if (text[Math.min(at, text.length) - 1] === "\n")
				t.equal(rigs[0].log, rigs[1].log, `seed ${seed}, turn ${turn}, to ${at}`);
		}
		const [one, other] = rigs.map((rig) => {
			rig.receive("\r\n\r\n+SOCKCL:99\r\n");
			const { malformedLines, unknownLines, unknownBytes, strayResults } = rig.engine.counters;
			rig.close();
			return [...rig.log, `${malformedLines} ${unknownLines} ${unknownBytes} ${strayResults}`];
		});
		t.equal(one, other, `seed ${seed}, turn ${turn}`);
		t.ok(one.includes("SOCKCL 99"));
	}
	t.ok(inPassing > 50, `${inPassing} in passing`);
}

for (let seed = 11; seed <= 16; seed++)
	behaviour(`in passing or with care, the same is told of damaged messages in any pieces, seed ${seed}`, (t) =>
		sameEnd(t, seed),
	);
