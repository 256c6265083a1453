/** From the port to the ring, in every dialect of the port. */
import { Arena } from "drivers/uart/arena";
import { PIECE, Receiver } from "drivers/uart/receiver";
import { Ring } from "drivers/uart/ring";
import { type Dialect, dialects } from "drivers/uart/serial";
import { behaviour } from "testing/behaviour";
import { append, Chance, everyDialect, FakePort, sameBytes } from "tests/device/uart-support";

const PLACE = 512;

function bench(kind: Dialect, ringSize = 256) {
	const arena = new Arena(Ring.byteLength(ringSize, PIECE) + Receiver.byteLength + PLACE + 8);
	const ring = new Ring(arena, ringSize, PIECE);
	const receiver = new Receiver(arena, ring, dialects[kind]);
	const place = arena.take(PLACE);
	const canary = arena.take(8);
	const port = new FakePort({ kind, baud: 115200, format: "buffer", onReadable: () => {} });
	/** What is there is read, as the UART does it. @returns in how many pieces */
	const pump = () => {
		let pieces = 0;
		for (let taken = 1; taken && port.incoming.length; pieces++) taken = receiver.take(port, port.incoming.length);
		return pieces;
	};
	/** All that waits in the ring, taken out. */
	const drain = () => {
		const { start, count } = ring;
		const size = ring.end - start;
		const bytes = Array.from(arena.bytes.subarray(start, ring.end));
		ring.skip(size);
		if (count > size) append(bytes, arena.bytes.subarray(ring.start, ring.end));
		ring.skip(ring.count);
		return bytes;
	};
	return { arena, ring, receiver, place, canary, port, pump, drain };
}

const counting = (count: number, from = 0) => Array.from({ length: count }, (_, i) => (from + i) & 255);

for (const kind of everyDialect) {
	behaviour(`bytes reach the ring in their order, whatever the pieces, ${kind}`, (t) => {
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
		const { receiver, port, ring } = bench(kind);
		t.equal(receiver.take(port, 5), 0);
		t.equal([ring.count, receiver.received], [0, 0]);
	});

	behaviour(
		`a diverted payload comes from the ring, then from the port; what follows it goes to the ring, ${kind}`,
		(t) => {
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
						receiver.divert(place, length);
						t.equal(receiver.diverted, length > waiting ? length - waiting : 0, hint);
						append(port.incoming, all.slice(waiting));
						pump();
						t.equal(receiver.diverted, 0, `${hint}, left`);
						sameBytes(t, arena.bytes.subarray(place, place + length), all.slice(0, length), `${hint}, payload`);
						sameBytes(t, drain(), all.slice(length), `${hint}, rest`);
						for (let i = place + length; i < canary + 8; i++) {
							if (arena.bytes[i] !== 0xa5) t.equal(i - place - length, -1, `${hint}, behind the payload's place`);
						}
					}
				}
			}
		},
	);

	behaviour(`an abandoned diversion leaves what comes to the ring, ${kind}`, (t) => {
		const { receiver, place, port, pump, drain } = bench(kind);
		receiver.divert(place, 10);
		port.incoming.push(1, 2, 3);
		pump();
		t.equal(receiver.diverted, 7);
		receiver.abandon();
		port.incoming.push(4, 5);
		pump();
		t.equal([receiver.diverted, ...drain()], [0, 4, 5]);
	});

	behaviour(`what finds the ring full is lost from the newest on, and counted, ${kind}`, (t) => {
		const { receiver, ring, port, pump, drain } = bench(kind, 128);
		append(port.incoming, counting(100));
		pump();
		append(port.incoming, counting(100, 100));
		pump();
		t.equal([receiver.received, receiver.overruns, ring.free, ring.highWater], [200, 72, 0, 128]);
		sameBytes(t, drain(), counting(128), "the oldest");
		port.incoming.push(9);
		pump();
		t.equal(drain(), [9]);
		t.equal(receiver.overruns, 72);
	});
}

behaviour("a port that fills buffers is read in pieces as large as it has them", (t) => {
	const { port, pump } = bench("esp32");
	append(port.incoming, counting(256));
	t.equal(pump(), 2);
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
