/** Whatever comes: nothing throws, nothing is written but payloads where they belong, and pieces make no difference. */
import config from "mc/config";
import { behaviour, type Test } from "testing/behaviour";
import { Ask, Fetch, Rig } from "tests/device/at-support";
import { Chance } from "tests/device/uart-support";

/** Of the first text; those of a behaviour count on from it. */
const { firstSeed = 1 } = config as { firstSeed?: number };

const words = [
	...["OK\r\n", "OK", "ERROR\r\n", "ERROR:5\r\n", 'ERROR:5,"x"\r\n', "\r\n", "\n", "\r", ">", "#", "AT\r\n", "AT"],
	...[
		"+SOCKRXT:1,7\r\n",
		"+SOCKRXT:1,",
		"+SOCKRD:1,5,\r\n#",
		"+SOCKRD:1,5, #",
		"+SOCKRD:1,0,#",
		"+SOCKRD:1,",
		"+SOCKRD:",
	],
	...[
		"+SOCKRD:1,99,#",
		"+SOCKRD:2,5,#",
		"abcde",
		"\0",
		"\u00ff",
		"+",
		":",
		",",
		'"',
		"[",
		"]",
		"12345678901",
		" ",
		"+++",
	],
	...["+NUM:1\r\n", "+NUM:x\r\n", "x".repeat(50), "\x01\x02", '"quoted \\" text",'],
];

/** What may come, for a seed: mostly words of the language, in any order, some torn, and bytes of any kind. */
function babble(chance: Chance, length: number): string {
	let text = "";
	while (text.length < length) {
		const what = chance.below(12);
		if (what < 8) text += chance.of(words);
		else if (what < 10) {
			const word = chance.of(words);
			text += word.slice(0, chance.below(word.length + 1));
		} else text += String.fromCharCode(chance.below(256));
	}
	return text;
}

/** A rig that asks again and again, and whose supervisor goes on at once. */
function busy(chance: Chance): Rig {
	const rig = new Rig({ ring: 256, longest: 128 }).watch("SOCKRXT", "SOCKRD");
	rig.vocabulary.on("NUM", () => {
		rig.log.push(`NUM ${rig.engine.fields.integer()}`);
	});
	const asks = [new Ask(rig, "AT+A", "NUM"), new Fetch(rig, 1, 5), new Ask(rig, "AT+C"), new Fetch(rig, 2, 40)];
	for (const ask of asks) {
		ask.over = () => rig.engine.submit(ask);
		rig.engine.submit(ask);
	}
	if (chance.below(2)) rig.remedy = () => rig.engine.release();
	return rig;
}

function run(t: Test, seed: number, length: number, size: (chance: Chance) => number): string[] {
	const rig = busy(new Chance(seed));
	const text = babble(new Chance(seed), length);
	const chance = new Chance(seed + 1);
	for (let at = 0; at < text.length; ) {
		const count = size(chance);
		rig.receive(text.slice(at, at + count));
		at += count;
	}
	rig.checkPlace(t, 40);
	t.equal(rig.uart.overruns, 0);
	const { log } = rig;
	for (const it of [...log]) if (it.includes("\u{a5}\u{a5}")) t.ok(false, "bytes that never came");
	rig.close();
	return log;
}

behaviour("random input never throws, in pieces of any size", (t) => {
	for (let seed = firstSeed; seed < firstSeed + 2500; seed++) {
		try {
			run(t, seed, 120, (chance) => 1 + chance.below(60));
		} catch (error) {
			t.ok(false, `seed ${seed}: ${error}`);
		}
	}
});

behaviour("random input means the same byte by byte and in pieces, up to the first trouble", (t) => {
	let events = 0;
	for (let seed = firstSeed; seed < firstSeed + 500; seed++) {
		const cut = (log: string[]) => {
			const trouble = log.findIndex((it) => it.startsWith("trouble"));
			return trouble < 0 ? log : log.slice(0, trouble);
		};
		const single = cut(run(t, seed, 200, () => 1));
		const pieces = cut(run(t, seed, 200, (chance) => 1 + chance.below(100)));
		t.equal(pieces, single, `seed ${seed}`);
		events += single.length;
	}
	t.ok(events > 3000, `${events} things happened`);
});

behaviour("after whatever came, the next line and the next command are understood", (t) => {
	for (let seed = firstSeed; seed < firstSeed + 500; seed++) {
		const rig = new Rig({ ring: 256, longest: 128 }).watch("SOCKRXT", "SOCKCL");
		const fetch = new Fetch(rig, 1, 30);
		rig.engine.submit(fetch);
		rig.receive(babble(new Chance(seed), 200));
		// what the supervisor would do
		rig.engine.hold();
		rig.engine.abandon(-1);
		rig.log.length = 0;
		rig.receive("\r\n+SOCKCL:5\r\n");
		rig.engine.flush(-1);
		rig.engine.release();
		rig.engine.submit(fetch);
		rig.receive("+SOCKRD:1,3,#abc+SOCKCL:6\r\nOK\r\n");
		t.equal(
			rig.log,
			["SOCKCL 5", "> AT+SOCKRD=1,2,30", "SOCKCL 6", "payload abc", "AT+SOCKRD=1,2,30 = 0"],
			`seed ${seed}`,
		);
		rig.close();
	}
});
