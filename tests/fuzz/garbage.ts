/** What a module, or a wire, may say that makes no sense; and what must hold when it has stopped. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import type { ReleaseName } from "../../host-sim/module/index";
import type { Launch } from "../../host-sim/testing/session";
import type { LockstepFirmware } from "../../host-sim/xs/lockstep";
import { FaultBench } from "../faults/bench";
import { parseTranscripts } from "../transcripts/transcripts";

/** The firmware's buffer for a line, in bytes: see `defaultBuffers`. */
const LINE = 640;
/** Milliseconds from the end of the garbage to a command and its OK, and to everything being of use again. */
const ANSWERS = 3000;
const WORKS = 20_000;
/** What may be alive beyond what was before: some errors, a connection that is just being made anew. */
const SLOTS = 300;
const CHUNKS = 2000;

/** Lines as the reference's examples have them, as far as they could do harm. `1` stands for the ID of an open socket. */
const LINES = [
	"OK\r\n",
	"ERROR:5\r\n",
	"ERROR\r\n",
	"+SOCKRXT:1,100\r\n",
	"+SOCKRD:1,64, #",
	"+SOCKRD:1,92,\r\n#",
	"+SOCKCL:1\r\n",
	"+SOCKERR:1,14\r\n",
	"+SOCKLST:1,2\r\n",
	"+WSTALD:0\r\n",
	"+WSTALD\r\n",
	'+WSTAAIP:0,"192.168.0.100"\r\n',
	"+MQTTCONN:0\r\n",
	"+MQTTCONN:1\r\n",
	"+MQTTPUBACC\r\n",
	'+MQTTPUB:3,"a/b",4,"x',
	'+WSCNIND:-50,3,6,"24:F2:7F:A5:8B:80","home"\r\n',
	"+WSCNDONE\r\n",
	'+GMM:"WFI32"\r\n',
	"#",
	">",
	"AT\r\n",
	"AT+RST\r\n",
	"\r\n",
];

/** Where the module says how much of something there is, or which of something. */
const NUMBERED = [
	(n: string) => `+SOCKRD:1,${n}, #`,
	(n: string) => `+SOCKRD:1,${n},\r\n#`,
	(n: string) => `+SOCKRD:${n},4,"abcd"\r\n`,
	(n: string) => `+SOCKRXT:1,${n}\r\n`,
	(n: string) => `+SOCKRXU:1,"192.0.2.1",7,${n}\r\n`,
	(n: string) => `+SOCKIND:${n},"192.168.0.100",49153,"192.0.2.1",7\r\n`,
	(n: string) => `+SOCKCL:${n}\r\n`,
	(n: string) => `+MQTTPUB:${n},"a/b",4,"text"\r\n`,
	(n: string) => `+MQTTPUB:3,"a/b",${n},"text"\r\n`,
	(n: string) => `+WSCNIND:${n},3,6,"24:F2:7F:A5:8B:80","home"\r\n`,
	(n: string) => `ERROR:${n}\r\n`,
];
const ABSURD = [
	...["-1", "-0", "0", "1", "92", "93", "640", "641", "1024", "1500", "2048", "65535", "65536", "2147483647"],
	...["2147483648", "4294967295", "4294967296", "-2147483648", "9999999999", "99999999999", "1e9", "0x10", "", " 7"],
];

/** All that the module says in the examples, one after the other. */
const SAYINGS = ["reference.txt", "anycloud.txt"].flatMap((file) =>
	parseTranscripts(readFileSync(join(__dirname, "../transcripts", file), "utf8"))
		.flatMap(({ steps }) => steps)
		.filter(({ speaker }) => speaker === "module")
		.map(({ text }) => text),
);

const latin1 = (text: string) => Buffer.from(text, "latin1");
const line = fc.constantFrom(...LINES);
const cut = fc.tuple(line, fc.nat(40)).map(([text, at]) => text.slice(0, at % text.length));
const numbered = fc.tuple(fc.constantFrom(...NUMBERED), fc.constantFrom(...ABSURD)).map(([make, n]) => make(n));
const endless = fc.tuple(fc.constantFrom("x", "+SOCKRXT:1,", "7", " ", "\0"), fc.integer({ min: 1, max: 1500 }));
const random = fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes).toString("latin1"));

/** One change to a text: a byte dropped, doubled, another one, or some of it missing. */
const edit = fc.record({
	kind: fc.constantFrom("drop", "double", "change", "cut"),
	at: fc.nat(10_000),
	byte: fc.nat(255),
});
const mutated = fc
	.tuple(fc.nat(SAYINGS.length - 1), fc.integer({ min: 1, max: 6 }), fc.array(edit, { maxLength: 4 }))
	.map(([from, count, edits]) => {
		let text = SAYINGS.slice(from, from + count).join("");
		for (const { kind, at, byte } of edits) {
			const place = at % (text.length + 1);
			const [before, here, after] = [text.slice(0, place), text.slice(place, place + 1), text.slice(place + 1)];
			if (kind === "drop") text = before + after;
			else if (kind === "double") text = before + here + here + after;
			else if (kind === "change") text = before + String.fromCharCode(byte) + after;
			else text = before + after.slice(byte % 20);
		}
		return text;
	});

const text = fc.oneof(
	line,
	line,
	cut,
	numbered,
	mutated,
	mutated,
	random,
	endless.map(([it, times]) => it.repeat(times)),
);

/** What is said, to a program that is just doing something. */
export const garbage = fc.record({
	/** What the program does just then. */
	doing: fc.constantFrom("nothing", "read", "write", "scan"),
	/** Milliseconds from its beginning to the first piece. */
	after: fc.nat(150),
	/** Pieces, with the milliseconds of silence behind each. */
	pieces: fc.array(fc.record({ text, wait: fc.oneof(fc.constant(0), fc.nat(40), fc.nat(400)) }), {
		minLength: 1,
		maxLength: 25,
	}),
});
export type Garbage = typeof garbage extends fc.Arbitrary<infer Value> ? Value : never;

export interface Survivor {
	launch: Launch;
	release: ReleaseName;
}

/** Says it, and sees that all is well again afterwards. @throws Error that says what is not */
export async function survive({ launch, release }: Survivor, { doing, after, pieces }: Garbage): Promise<void> {
	const bench = new FaultBench({ release, launch, keep: ["tcp", "mqtt"], seed: 1 });
	const { clock } = bench.world;
	const acknowledged = () => bench.told.filter((it) => it.acknowledged).length;
	const rounds = () => bench.told.filter((it) => it.round).length;
	const fail = (what: string) => {
		throw new Error(`${what}\n${bench.log.slice(-40).join("\n")}`);
	};
	const heap = () => ("heapNow" in bench.firmware ? (bench.firmware as LockstepFirmware).heapNow(true) : undefined);
	try {
		if (!bench.until(() => acknowledged() > 1 && rounds() > 0, 30_000)) fail("it does not even begin to work");
		const before = heap();
		if (doing === "read" || doing === "write") bench.ask({ use: "tcp", count: doing === "read" ? 3000 : 1000 });
		else if (doing === "scan") bench.ask({ scan: true });
		clock.advance(after);
		for (const { text, wait } of pieces) {
			const id = bench.module.state.sockets[0]?.id ?? 1;
			bench.wire.forge(latin1(text.replace(/(\+SOCK[A-Z]+:)1\b/g, `$1${id}`)));
			clock.advance(wait);
		}
		while (bench.uart.busy) clock.advance(1);
		// what is still to come is the module's own
		let heard = 0;
		const { onPiece } = bench.wire;
		bench.wire.onPiece = (direction, bytes) => {
			if (direction === "toHost") heard += bytes.length;
			onPiece?.(direction, bytes);
		};
		const [acknowledgedBefore, roundsBefore] = [acknowledged(), rounds()];
		const answered = () => {
			bench.ask({ diagnostics: true });
			clock.advance(0);
			return bench.told.at(-1)?.diagnostics?.results?.[0] ?? 0;
		};
		const base = answered();
		bench.ask({ probe: true });
		let answeredAt = -1;
		for (const end = clock.now() + ANSWERS; answeredAt < 0 && clock.now() < end; ) {
			clock.advance(50);
			if (bench.failure) throw bench.failure;
			if (answered() > base) answeredAt = heard;
		}
		if (answeredAt < 0) fail(`no command got its OK within ${ANSWERS} ms`);
		if (answeredAt > 2 * LINE) fail(`${answeredAt} bytes came before a command got its OK`);
		if (!bench.until(() => acknowledged() > acknowledgedBefore, WORKS)) fail("no reading gets out any more");
		if (!bench.until(() => rounds() > roundsBefore, WORKS)) fail("nothing comes round any more");
		const now = heap();
		if (before && now && (now.slots > before.slots + SLOTS || now.chunks > before.chunks + CHUNKS))
			fail(`from ${before.slots} slots and ${before.chunks} bytes to ${now.slots} and ${now.chunks}`);
	} finally {
		await bench.close();
	}
}
