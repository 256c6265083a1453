/** From the port to where bytes wait in one piece, in every dialect of the port. */
import { Arena } from "drivers/uart/arena";
import { LINE, Receiver } from "drivers/uart/receiver";
import { type Dialect, dialects } from "drivers/uart/serial";
import { behaviour } from "testing/behaviour";
import { append, bytesOf, Chance, everyDialect, FakePort, sameBytes, textOf } from "tests/device/uart-support";

const PLACE = 512;
const LONGEST = 128;

/** Reads of 128 bytes, and room for 256 more. */
function bench(kind: Dialect, size = 384, longest = 256) {
	const arena = new Arena(Receiver.byteLength(size) + PLACE + 16);
	const before = arena.take(8);
	const receiver = new Receiver(arena, dialects[kind], size, longest);
	const place = arena.take(PLACE);
	const canary = arena.take(8);
	const port = new FakePort({ kind, baud: 115200, format: "buffer", onReadable: () => {} });
	receiver.port = port;
	let calls = 0;
	const look = (then: () => void) => {
		receiver.owner = { received: then };
	};
	look(() => calls++);
	/** What is there is read. @returns how often somebody was to look at it */
	const pump = () => {
		const then = calls;
		if (port.incoming.length) receiver.readable(port.incoming.length);
		return calls - then;
	};
	const waiting = () => Array.from(arena.bytes.subarray(receiver.start, receiver.end));
	/** All that waits, taken out. */
	const drain = () => {
		const bytes = waiting();
		receiver.start = receiver.end;
		return bytes;
	};
	return { arena, receiver, before, place, canary, port, look, pump, waiting, drain };
}

const counting = (count: number, from = 0) => Array.from({ length: count }, (_, i) => (from + i) & 255);

for (const kind of everyDialect) {
	behaviour(`bytes come to wait in their order, whatever the pieces, ${kind}`, (t) => {
		const chance = new Chance(2);
		const { receiver, port, pump, drain } = bench(kind);
		let total = 0;
		for (let turn = 0; turn < 300; turn++) {
			const bytes = chance.bytes(1 + chance.below(turn < 200 ? 12 : 256));
			append(port.incoming, bytes);
			pump();
			sameBytes(t, drain(), bytes, `turn ${turn}`);
			total += bytes.length;
		}
		t.equal([receiver.received, receiver.overruns], [total, 0]);
	});

	behaviour(`every count from 1 to 256 can be taken, ${kind}`, (t) => {
		const { port, pump, drain } = bench(kind);
		for (let count = 1; count <= 256; count++) {
			append(port.incoming, counting(count, count));
			pump();
			t.equal(port.incoming.length, 0, `of ${count}`);
			sameBytes(t, drain(), counting(count, count), `${count}`);
		}
	});

	behaviour(`a port with nothing to read takes nothing, ${kind}`, (t) => {
		if (kind === "pico") return t.equal(bench(kind).pump(), 0); // it is never asked for what it does not have
		const { receiver } = bench(kind);
		receiver.readable(5);
		t.equal([receiver.count, receiver.received], [0, 0]);
	});

	behaviour(`a diverted payload comes from what waits, then from the port; what follows it waits, ${kind}`, (t) => {
		for (const waiting of [0, 1, 9, 60]) {
			for (const length of [0, 1, 2, 8, 9, 10, 60, 61, 200, 300]) {
				for (const behind of [0, 1, 7, 100]) {
					const { arena, receiver, place, canary, port, pump, drain } = bench(kind);
					const hint = `${waiting} wait, ${length} to divert, ${behind} behind`;
					const all = counting(length > waiting ? length + behind : waiting + behind);
					append(port.incoming, all.slice(0, waiting));
					pump();
					arena.bytes.fill(0xa5, canary, canary + 8);
					arena.bytes.fill(0xa5, place + length, place + PLACE);
					t.equal(receiver.divert(place, length), length > waiting ? length - waiting : 0, hint);
					append(port.incoming, all.slice(waiting));
					pump();
					sameBytes(t, arena.bytes.subarray(place, place + length), all.slice(0, length), `${hint}, payload`);
					sameBytes(t, drain(), all.slice(length), `${hint}, rest`);
					for (let i = place + length; i < canary + 8; i++) {
						if (arena.bytes[i] !== 0xa5) t.equal(i - place - length, -1, `${hint}, behind the payload's place`);
					}
				}
			}
		}
	});

	behaviour(`what is left moves in front of what comes, in one piece, whatever is left, ${kind}`, (t) => {
		const chance = new Chance(3);
		const { arena, receiver, before, canary, port, look, pump, waiting } = bench(kind, 256, LONGEST);
		arena.bytes.fill(0xa5, before, before + 8);
		arena.bytes.fill(0xa5, canary, canary + 8);
		const model: number[] = [];
		for (let turn = 0; turn < 600; turn++) {
			const bytes = chance.bytes(1 + chance.below(chance.of([2, 30, 128])));
			append(port.incoming, bytes);
			append(model, bytes);
			// whoever looks leaves no more than it may
			look(() => {
				const leave = chance.below(LONGEST + 1);
				const skip = receiver.count > leave ? receiver.count - leave : 0;
				receiver.start += skip;
				model.splice(0, skip);
			});
			pump();
			sameBytes(t, waiting(), model, `turn ${turn}`);
		}
		t.equal(receiver.overruns, 0);
		for (let i = 0; i < 8; i++) t.equal([arena.bytes[before + i], arena.bytes[canary + i]], [0xa5, 0xa5], "margins");
	});

	behaviour(`cleared, nothing waits and nothing is diverted, ${kind}`, (t) => {
		const { arena, receiver, place, port, pump, drain } = bench(kind);
		receiver.divert(place, 10);
		port.incoming.push(1, 2, 3);
		pump();
		t.equal(receiver.received, 10);
		receiver.clear();
		port.incoming.push(4, 5);
		pump();
		t.equal(drain(), [4, 5]);
		t.equal([receiver.received, ...arena.bytes.subarray(place, place + 4)], [5, 1, 2, 3, 0]);
	});

	behaviour(`of what nobody looks at the oldest is lost, and counted, ${kind}`, (t) => {
		const { receiver, port, pump, drain } = bench(kind, 256, 64);
		append(port.incoming, counting(128));
		pump();
		append(port.incoming, counting(64, 128));
		pump();
		append(port.incoming, counting(64, 192));
		pump();
		t.equal([receiver.received, receiver.overruns], [256, 64]);
		sameBytes(t, drain(), counting(192, 64), "the newest");
		port.incoming.push(9);
		pump();
		t.equal(drain(), [9]);
		t.equal(receiver.overruns, 64);
	});

	behaviour(`bytes that come alone are looked at where they may mean something, ${kind}`, (t) => {
		const text = "\r\n+A:1\r\n>";
		const { receiver, port, look, pump, waiting } = bench(kind, 512, LONGEST);
		let looked = "";
		look(() => {
			looked += textOf(waiting().slice(-1));
			if (looked.endsWith("\n")) receiver.next = LINE;
		});
		receiver.next = LINE;
		for (const byte of bytesOf(text)) {
			port.incoming.push(byte);
			pump();
		}
		t.equal(textOf(waiting()), text);
		t.equal(receiver.received, text.length);
		// ports that cannot be given a buffer to fill are always looked at
		t.equal(looked, ["pico", "lin"].includes(kind) ? text : "\n>");
	});

	behaviour(`a line that comes byte by byte is looked at before there is no room for it, ${kind}`, (t) => {
		const { receiver, port, look, pump, waiting } = bench(kind, 320, 64);
		let most = 0;
		receiver.next = receiver.inLine;
		look(() => {
			if (receiver.count > most) most = receiver.count;
			if (receiver.count >= 64) receiver.start = receiver.end;
		});
		for (let i = 0; i < 1000; i++) {
			port.incoming.push(0x41);
			pump();
		}
		t.equal(receiver.overruns, 0);
		t.ok(most >= 64 && waiting().every((it) => it === 0x41));
	});
}

behaviour("room for the longest line and 64 bytes is needed", (t) => {
	const make = (size: number) => new Receiver(new Arena(4096), dialects.standard, size, 100);
	for (const size of [0, 100, 163, Number.NaN]) t.throws(() => make(size), RangeError);
	make(164);
	t.throws(() => new Receiver(new Arena(160), dialects.standard, 164, 100), RangeError);
});

behaviour("a port that fills buffers is read in pieces as large as it has them", (t) => {
	const { port, pump } = bench("esp32");
	append(port.incoming, counting(256));
	t.equal(pump(), 2);
	const large = bench("esp32", 1024);
	append(large.port.incoming, counting(512));
	t.equal(large.pump(), 1);
});

behaviour("a port that needs the exact length is read in as few pieces as the count has ones", (t) => {
	const { port, pump } = bench("pico");
	for (const [count, pieces] of [
		[1, 1],
		[64, 1],
		[127, 7],
		[128, 1],
		[200, 3],
	]) {
		append(port.incoming, counting(count));
		t.equal(pump(), pieces, `${count}`);
	}
});
