/** What the paths allocate with the platform's serial port in place: nothing, in callbacks of the port and of timers. */

import Serial from "embedded:io/serial";
import type { Dialect, SerialConfiguration } from "drivers/uart/serial";
import config from "mc/config";
import { behaviour } from "testing/behaviour";
import { Board, QuietFetch } from "tests/device/at-quiet";

behaviour.xs("1000 payloads with their commands and events allocate nothing", async (t) => {
	const { dialect, ...pins } = config as unknown as { dialect: Dialect };
	const io = Serial as unknown as SerialConfiguration["io"];
	const board = new Board({ ...pins, io, dialect, baud: 230_400 });
	const fetch = new QuietFetch(board);
	board.engine.submit(fetch);
	await t.until(() => fetch.done_ >= 20, 10_000, "the first");
	const before = t.allocations();
	const first = fetch.done_;
	await t.until(() => fetch.done_ >= first + 1000, 60_000, "a thousand");
	const after = t.allocations();
	t.equal({ slots: after.slots - before.slots, chunks: after.chunks - before.chunks }, { slots: 0, chunks: 0 });
	t.equal([board.trouble, board.uart.overruns, board.uart.transmitter.refused], [0, 0, 0]);
	t.equal(fetch.received, fetch.done_ * 90);
	t.ok(board.events >= 1000);
});
