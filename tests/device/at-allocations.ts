/**
 * What the receive and transmit paths allocate in steady state: nothing, no slot and no byte. Measured exactly, and the
 * measure is tested as well: with one view or one closure on the path it finds them.
 */

import { type Allocations, behaviour, type Test } from "testing/behaviour";
import { QuietFetch, QuietPort, QuietSend, quiet } from "tests/device/at-quiet";
import { bytesOf } from "tests/device/uart-support";

const NOTHING: Allocations = { slots: 0, chunks: 0 };

const SOME_EVENTS = bytesOf(
	"+SOCKRXT:1,1460\r\n+TIME:5\r\nfree text\r\n" +
		'+MQTTPUB,x\r\n+SOCKRXT:4294967295,7\r\n+MQTTPUB:6,"status",9,"{"a":"b"}"\r\n' +
		'+MQTTPUB:3,"a\\nb",2,[00FF]\r\n\r\n\r+SOCKRXT:1,x\r\n',
);

/** Feeds again and again, the first times to warm up. @returns what the rest allocated */
function rounds(t: Test, port: QuietPort, data: Uint8Array, count: number): Allocations {
	for (let i = 0; i < 5; i++) port.feed(data, 1 + i * 40);
	return t.slots(() => {
		for (let i = 0; i < count; i++) port.feed(data, 1 + (i % 200));
	});
}

behaviour.xs("1500 events allocate nothing", (t) => {
	const { board, port } = quiet();
	t.equal(rounds(t, port, SOME_EVENTS, 400), NOTHING);
	t.ok(board.events > 1500 && board.delivered > 500, `${board.events} events, ${board.delivered} told`);
	t.ok(board.sum > 0 && board.engine.counters.unknownLines > 300);
});

behaviour.xs("1200 payloads through ring, reader and engine, and as many commands, allocate nothing", (t) => {
	const { board, port } = quiet();
	const fetch = new QuietFetch(board);
	board.engine.submit(fetch);
	const payload = "x\0\r\n".repeat(45);
	const data = bytesOf(`+SOCKRD:1,180,\r\n#${payload}+SOCKRXT:1,5\r\nOK\r\n+SOCKRD:1,3, #abc\r\nOK\r\n`);
	t.equal(rounds(t, port, data, 600), NOTHING);
	t.equal([fetch.done_, fetch.received, board.events, board.trouble], [1210, 605 * 183, 605, 0]);
});

behaviour.xs("1500 commands with numbers and texts, answered by OK and ERROR, allocate nothing", (t) => {
	const { board, port } = quiet();
	const send = new QuietSend(board);
	board.engine.submit(send);
	t.equal(rounds(t, port, bytesOf("OK\r\nERROR:5\r\n\r\nOK\r\n"), 500), NOTHING);
	t.equal([send.done_, send.failed, board.engine.counters.commands], [1010, 505, 1516]);
});

behaviour.xs("owners that take turns, hold and release, withdrawing and deadlines allocate nothing", (t) => {
	const { board, port } = quiet();
	const { engine } = board;
	const one = new QuietSend(board);
	const two = new QuietFetch(board);
	const three = new QuietSend(board);
	for (const it of [one, two, three]) engine.submit(it);
	const ok = bytesOf("OK\r\n");
	const turn = () => {
		engine.withdraw(three);
		port.feed(ok, 4);
		engine.hold();
		port.feed(ok, 3);
		engine.submitFirst(three);
		engine.release();
		port.feed(ok, 1);
	};
	turn();
	t.equal(
		t.slots(() => {
			for (let i = 0; i < 400; i++) turn();
		}),
		NOTHING,
	);
	t.ok(one.done_ > 300 && three.done_ > 300);
});

behaviour.xs("garbage, lines too long and torn payloads allocate nothing", (t) => {
	const { board, port } = quiet();
	const fetch = new QuietFetch(board);
	const data = bytesOf(`${"\0\u00ff#>".repeat(20)}\r\n${"x".repeat(600)}\r\n+SOCKRD:1,5,#abcdefgh\r\nOK\r\n`);
	const turn = (piece: number) => {
		board.engine.release();
		board.engine.submit(fetch);
		port.feed(data, piece);
	};
	for (let i = 0; i < 5; i++) turn(1 + i * 40);
	t.equal(
		t.slots(() => {
			for (let i = 0; i < 100; i++) turn(1 + i);
		}),
		NOTHING,
	);
	t.ok(board.trouble >= 105 && board.engine.counters.tornPayloads >= 100);
});

behaviour.xs("one view made on the path for each read is found by the measure", (t) => {
	class Wasteful extends QuietPort {
		override read(to: Uint8Array): number | undefined {
			return super.read(to.subarray(0));
		}
	}
	const { port } = quiet(Wasteful);
	const data = bytesOf("+SOCKRXT:1,7\r\n");
	const { slots } = t.slots(() => {
		for (let i = 0; i < 1000; i++) port.feed(data, 14);
	});
	t.ok(slots >= 4000, `${slots} slots for 1000 views`);
});

behaviour.xs("one closure made on the path for each event is found by the measure", (t) => {
	const { board, port } = quiet();
	let last: (() => number) | undefined;
	board.event = () => {
		const { events } = board;
		last = () => events;
	};
	const data = bytesOf("+SOCKCL:1\r\n");
	const { slots } = t.slots(() => {
		for (let i = 0; i < 1000; i++) port.feed(data, 11);
	});
	t.ok(slots >= 5000, `${slots} slots for 1000 closures`);
	t.ok(last);
});
