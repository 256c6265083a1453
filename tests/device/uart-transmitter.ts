/** From the arena to the port: never more than it has room for, in order, in the form that the port takes. */
import { Arena } from "drivers/uart/arena";
import { type Dialect, dialects } from "drivers/uart/serial";
import { Transmitter } from "drivers/uart/transmitter";
import { Window } from "drivers/uart/window";
import { behaviour } from "testing/behaviour";
import { Chance, everyDialect, FakePort, sameBytes } from "tests/device/uart-support";

const SECTION = 600;

function bench(kind: Dialect) {
	const arena = new Arena(2 * SECTION + Window.byteLength + Transmitter.byteLength);
	const transmitter = new Transmitter(arena, new Window(arena), dialects[kind]);
	const section = arena.take(2 * SECTION);
	const port = new FakePort({ kind, baud: 115200, format: "buffer", onReadable: () => {} });
	const sent = () => port.sent;
	/** The port has room for so many, and says so. */
	const room = (count: number) => {
		port.room = transmitter.free = count;
		return transmitter.pump(port);
	};
	return { arena, transmitter, section, port, sent, room };
}

for (const kind of everyDialect) {
	behaviour(`all of a section is sent, in order, never more at once than there is room, ${kind}`, (t) => {
		const chance = new Chance(3);
		const { arena, transmitter, section, port, sent, room } = bench(kind);
		for (let turn = 0; turn < 60; turn++) {
			const bytes = chance.bytes(1 + chance.below(SECTION));
			arena.bytes.set(bytes, section);
			transmitter.add(section, bytes.length);
			port.writes.length = 0;
			let given = 0;
			for (let calls = 0; !transmitter.idle && calls < 1000; calls++) {
				t.equal(transmitter.waiting, bytes.length - given);
				const free = chance.below(200);
				const count = room(free);
				given += count;
				t.equal(transmitter.free, free - count);
				t.ok(transmitter.idle || transmitter.free === 0, "all the room is used while something waits");
			}
			sameBytes(t, sent(), bytes, `turn ${turn}`);
		}
		t.equal([port.tooLong, port.wrongType, transmitter.refused], [0, 0, 0]);
	});

	behaviour(`segments go out in the order in which they were added, ${kind}`, (t) => {
		const { arena, transmitter, section, port, room } = bench(kind);
		for (let i = 0; i < 2 * SECTION; i++) arena.bytes[section + i] = i & 255;
		const expected: number[] = [];
		const add = (at: number, length: number) => {
			transmitter.add(section + at, length);
			for (let i = 0; i < length; i++) expected.push((at + i) & 255);
		};
		add(300, 7);
		add(0, 130);
		add(500, 0);
		add(10, 1);
		room(100);
		add(20, 300);
		for (let i = 0; i < 20; i++) room(33);
		add(900, 3);
		room(33);
		sameBytes(t, port.sent, expected, "sent");
		t.ok(transmitter.idle);
		t.equal(transmitter.sent, expected.length);
	});

	behaviour(`a refused write is counted and tried again when there is room, ${kind}`, (t) => {
		const { arena, transmitter, section, port, sent, room } = bench(kind);
		for (let i = 0; i < 50; i++) arena.bytes[section + i] = i;
		transmitter.add(section, 50);
		transmitter.free = 100;
		port.room = 33; // it said 100
		t.equal(transmitter.pump(port), 32);
		t.equal([transmitter.refused, transmitter.free, transmitter.waiting, transmitter.sent], [1, 0, 18, 32]);
		t.equal(transmitter.pump(port), 0);
		t.equal(transmitter.refused, 1, "not tried without room");
		t.equal(room(18), 18);
		sameBytes(
			t,
			sent(),
			Array.from({ length: 50 }, (_, i) => i),
			"sent",
		);
	});
}

behaviour("a fifth segment is refused, and the four are sent", (t) => {
	const { transmitter, section, sent, room } = bench("standard");
	for (let i = 0; i < 4; i++) transmitter.add(section, 2);
	t.throws(() => transmitter.add(section, 1), RangeError);
	t.equal(transmitter.waiting, 8);
	room(100);
	t.equal(sent().length, 8);
	transmitter.add(section, 1);
	room(100);
	t.equal(sent().length, 9);
});

behaviour("what was not sent yet can be forgotten", (t) => {
	const { arena, transmitter, section, sent, room } = bench("standard");
	arena.bytes.set([1, 2, 3, 4], section);
	transmitter.add(section, 4);
	room(2);
	transmitter.clear();
	t.equal([transmitter.idle, transmitter.waiting], [true, 0]);
	transmitter.add(section + 3, 1);
	room(10);
	t.equal(sent(), [1, 2, 4]);
});

behaviour("what is sent changes nothing in the section", (t) => {
	const { arena, transmitter, section, room } = bench("lin");
	const bytes = new Chance(4).bytes(2 * SECTION);
	arena.bytes.set(bytes, section);
	transmitter.add(section, 2 * SECTION);
	while (!transmitter.idle) room(77);
	sameBytes(t, arena.bytes.subarray(section, section + 2 * SECTION), bytes, "the section");
});
