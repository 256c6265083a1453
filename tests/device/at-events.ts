/** Events that are told with their fields: read in passing where they are as the reference has them, else with care, always to the same end. */
import { spell } from "drivers/at/names";
import { behaviour, type Test } from "testing/behaviour";
import { everyCut, Fetch, Rig } from "tests/device/at-support";
import { Chance, textOf } from "tests/device/uart-support";

/** By name: integers and strings. */
const shapes: readonly (readonly [string, number, number])[] = [
	["SOCKRXT", 2, 0],
	["SOCKCL", 1, 0],
	["WSCNIND", 3, 2],
	["ONETEXT", 2, 1],
	["FOUR", 1, 2],
];

const telling = () => {
	const rig = new Rig({ ring: 512, longest: 160 }).watch("OTHER");
	for (const [name, integers, texts] of shapes) rig.tell(name, integers, texts);
	return rig;
};

/** The same read field by field by their handlers. */
function reading(): Rig {
	const rig = new Rig({ ring: 512, longest: 160 }).watch("OTHER");
	const { engine, arena } = rig;
	const { fields } = engine;
	for (const [name, integers, texts] of shapes) {
		rig.vocabulary.on(name, () => {
			const told: string[] = [];
			for (let i = 0; i < integers; i++) told.push(String(i === 0 ? fields.integer() : fields.nextInteger()));
			for (let i = 0; i < texts; i++) {
				if (i + 1 < texts) fields.nextText();
				else fields.lastText();
				fields.plain();
				told.push(JSON.stringify(textOf(arena.bytes, fields.textAt, fields.textAt + fields.textLength)));
			}
			if (fields.valid) rig.log.push(`${name} ${told.join()}`);
		});
	}
	return rig;
}

const STREAM =
	'\r\n+SOCKRXT:1,1460\r\n\r\n+SOCKRXT:4294967295,0\r\n+SOCKCL:7\r\nOK\r\n\r\n+WSCNIND:-40,3,11,"24:F2:7F:A5:8B:80","a home, with (blanks)!"\r\n' +
	'+FOUR:1,"","x"\r\n\r\n+ONETEXT:0,-1,"x"\r\n+OTHER:1,2\r\n+SOCKRXT:2,3\n+WSCNIND:-1,0,1,"[]","PQRS\\"\\\\"\r\n\r\n+SOCKCL:12\r\n' +
	// as the published firmware does, CR alone ahead (module-behaviour)
	'\r+SOCKRXT:1,7\r\n\r+SOCKRXT:2,8\r\n\r+WSCNIND:-40,3,1,"24:F2:7F:A5:8B:80","home"\r\n\r+FOUR:1,"a","b"\r\n\r+SOCKCL:3\r\n\rOK\r\n';
const TOLD = [
	...[
		"SOCKRXT 1,1460",
		"SOCKRXT 4294967295,0",
		"SOCKCL 7",
		'WSCNIND -40,3,11,"24:F2:7F:A5:8B:80","a home, with (blanks)!"',
	],
	...[
		'FOUR 1,"","x"',
		'ONETEXT 0,-1,"x"',
		"OTHER 1,2",
		"SOCKRXT 2,3",
		'WSCNIND -1,0,1,"[]","PQRS\\"\\\\"',
		"SOCKCL 12",
	],
	...["SOCKRXT 1,7", "SOCKRXT 2,8", 'WSCNIND -40,3,1,"24:F2:7F:A5:8B:80","home"', 'FOUR 1,"a","b"', "SOCKCL 3"],
];

behaviour("events are told with their fields, wherever their bytes are cut", (t) => {
	everyCut(t, telling, STREAM, TOLD);
});

behaviour("handlers that read field by field are told the same", (t) => {
	everyCut(t, reading, STREAM, TOLD);
});

behaviour("what is not as the reference has it counts as malformed, and what follows is understood", (t) => {
	for (const line of [
		...["+SOCKRXT:1", "+SOCKRXT:1,", "+SOCKRXT:,1", "+SOCKRXT:1,x", "+SOCKRXT:1,2x", "+SOCKRXT:1;2", "+SOCKRXT:--1,2"],
		...["+SOCKRXT:12345678901,1", "+SOCKRXT:1,12345678901", "+SOCKRXT:-,1", "+SOCKCL:", "+SOCKCL:a", "+SOCKCL"],
		...[
			"+ONETEXT:1,2",
			"+ONETEXT:1,2,",
			'+ONETEXT:1,2,"x',
			'+ONETEXT:1,2,"x"y',
			'+WSCNIND:1,2,3,"x"',
			'+FOUR:1,"a"b,"c"',
		],
	]) {
		const rig = telling();
		rig.receive(`\r\n${line}\r\n\r\n+SOCKCL:3\r\n`);
		t.equal(rig.log, ["SOCKCL 3"], line);
		t.equal(rig.engine.counters.malformedLines, 1, line);
		rig.close();
	}
});

behaviour("names that only begin, or end, like one that is told are not it", (t) => {
	const rig = telling();
	rig.receive(
		"+SOCKRXTX:1,2\r\n+SOCKRX:1,2\r\n+XSOCKRXT:1,2\r\n+SOCKCLX:1\r\n+SOCKC:1\r\n+FOURS:1,2\r\n+SOCKRXT=1,2\r\n",
	);
	t.equal(rig.log, ["SOCKRXT 1,2"]); // an equals sign ends a name as well
	t.equal(rig.engine.counters.unknownLines, 6);
});

behaviour("names and shapes that cannot be told are refused", (t) => {
	for (const name of ["ABC", "ABCDEFGH", ""]) t.throws(() => spell(name, 0, 1), RangeError);
	for (const [integers, texts] of [
		[0, 1],
		[4, 0],
		[1, 3],
	])
		t.throws(() => spell("SHAPE", 0, integers, texts), RangeError);
});

behaviour("a command that is sent because of an event has its payload, whatever came with the event", (t) => {
	const answer = "+SOCKRD:1,3,#a\r\nOK\r\n";
	const make = () => {
		const rig = new Rig().watch("OTHER");
		const fetch = new Fetch(rig, 1, 8);
		rig.vocabulary.tell("SOCKRXT", 2, 0, () => rig.engine.submit(fetch));
		return rig;
	};
	const expected = ["> AT+SOCKRD=1,2,8", "payload a\r\n", "AT+SOCKRD=1,2,8 = 0", "OTHER 1"];
	everyCut(t, make, `\r\n+SOCKRXT:1,3\r\n\r\n${answer}\r\n+OTHER:1\r\n`, expected);
});

behaviour("a payload that is awaited is found behind events that came before it, however all of it is cut", (t) => {
	/** A module that ends each payload alike, as is known from two. */
	const setUp = (mark: string, end: string) => () => {
		const rig = telling();
		for (let i = 0; i < 2; i++) {
			rig.engine.submit(new Fetch(rig, 1, 200));
			rig.receive(`+SOCKRD:1,2${mark}ab${end}`);
		}
		rig.engine.submit(new Fetch(rig, 1, 200));
		return rig;
	};
	const events = '+SOCKRXT:1,9\r\n+WSCNIND:-40,3,1,"24:F2:7F:A5:8B:80","home"\r\n+SOCKCL:2\r\n';
	const told = ["SOCKRXT 1,9", 'WSCNIND -40,3,1,"24:F2:7F:A5:8B:80","home"', "SOCKCL 2"];
	for (const payload of ["abc", "\r\n\r\n+SOCKRXT:1,2\r\n", "+", "x".repeat(40)]) {
		for (const [mark, end] of [
			[", #", "\r\nOK\r\n"],
			[",\r\n#", "OK\r\n"],
		]) {
			const answer = `+SOCKRD:1,${payload.length}${mark}${payload}${end}`;
			const taken = [`payload ${payload}`, "AT+SOCKRD=1,2,200 = 0"];
			everyCut(t, setUp(mark, end), `${events}${answer}${events}`, [...told, ...taken, ...told]);
		}
	}
});

behaviour("a handler that gives up the command in flight ends the look at what came with it", (t) => {
	const rig = new Rig();
	rig.vocabulary.tell("SOCKCL", 1, 0, (id) => {
		rig.log.push(`SOCKCL ${id}`);
		if (id === 1) rig.engine.abandon(-2);
	});
	rig.receive("+SOCKCL:1\r\n+SOCKCL:2\r\n");
	rig.receive("+SOCKCL:3\r\n");
	t.equal(rig.log, ["SOCKCL 1", "SOCKCL 3"]);
});

/** Lines of all shapes, some of them damaged: bytes lost, doubled, flipped, and others' text printed into them. */
function stream(chance: Chance): string {
	let text = "";
	const number = () => String(chance.below(chance.of([2, 10, 2000]))).repeat(chance.of([1, 1, 1, 3]));
	const string = () => {
		let it = "";
		for (let left = chance.below(chance.of([3, 20, 33])); left > 0; left--)
			it += chance.of(["a", "Z", "7", ":", " ", "-", "_", "\u00e4", "!", ".", chance.of(['\\"', "\\\\", '"', ","])]);
		return `"${it}"`;
	};
	for (let lines = 0; lines < 40; lines++) {
		const [name, integers, texts] = chance.of(shapes);
		const fields: string[] = [];
		for (let i = 0; i < integers; i++) fields.push((chance.below(6) ? "" : "-") + number());
		for (let i = 0; i < texts; i++) fields.push(string());
		text += chance.of(["\r\n", "\r\n", "", "\n"]);
		text += chance.below(8)
			? `+${name}:${fields.join()}`
			: chance.of(["OK", "+OTHER:1", "free text", ">", "", "+", "#"]);
		text += chance.of(["\r\n", "\r\n", "\r\n", "\n"]);
		if (chance.below(3) === 0) {
			const at = chance.below(text.length);
			text =
				text.slice(0, at) +
				chance.of(["", "\0", "\r\n", "x", '"', ",", "+", "\u00ff"]) +
				text.slice(at + chance.below(3));
		}
	}
	return text;
}

function sameEnd(t: Test, seed: number): void {
	const chance = new Chance(seed);
	for (let turn = 0; turn < 25; turn++) {
		const text = stream(chance);
		const rigs = [telling(), reading()];
		for (let at = 0; at < text.length; ) {
			const length = 1 + chance.below(chance.of([1, 8, 64, 128]));
			for (const rig of rigs) rig.receive(text.slice(at, at + length));
			at += length;
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
}

for (let seed = 1; seed <= 8; seed++)
	behaviour(`in passing or with care, the same is told of damaged lines in any pieces, seed ${seed}`, (t) =>
		sameEnd(t, seed),
	);
