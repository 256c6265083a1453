// The serial port tried on the chip itself, alone: TX wired to RX, RTS to CTS (GP4–GP5, GP6–GP7). Says what it finds by
// trace, a line each, and at the end how many failed.

import { formats, reading, writing } from "serial-test/forms";
import { failures, run } from "serial-test/harness";
import { callbacks, closing, reopening } from "serial-test/lives";
import { refused } from "serial-test/options";
import { events, flow, flushing, overrun, stream } from "serial-test/streams";

const steps = {
	refused,
	reading,
	writing,
	formats,
	callbacks,
	flushing,
	closing,
	reopening,
	overrun,
	flow,
	stream,
	events,
};
async function all(): Promise<void> {
	for (const [name, step] of Object.entries(steps)) await run(name, step);
	trace(`done: ${failures()} failed\n`);
}

all();
