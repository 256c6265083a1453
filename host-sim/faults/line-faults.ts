import { type Fault, over, repeatedly } from "./fault";
import {
	counting,
	Delaying,
	dropping,
	duplicating,
	type Filter,
	flipping,
	losingResults,
	muting,
	Thinking,
	Unserved,
} from "./filters";
import type { Parameters } from "./parameters";
import type { Surroundings } from "./surroundings";

/** Puts a filter of its own into each of the directions meant. */
function onLine({ wire }: Surroundings, { direction = "both" }: Parameters, make: () => Filter): () => void {
	const ways = direction === "both" ? (["toHost", "toModule"] as const) : [direction];
	const ends = ways.map((way) => wire.put(way, make()));
	return () => {
		for (const end of ends) end();
	};
}

/** Has text printed after some more bytes, again and again. */
function tearing(at: Surroundings, text: string, every: number): () => void {
	const stop = repeatedly(at, every, () => at.module.intrude(text, 1 + Math.floor(at.random() * 40)));
	return () => {
		stop();
		at.module.intrude("", 1); // instead of what may still wait
	};
}

const FREE_TEXT = "[drv] rx desc low, retry\r\n";
const EVENT = '+TIME:"2026-01-01T00:00:00Z"\r\n';
/** Of a byte on the line: 8N1. */
const BITS = 10;
/** A stale answer: of a command that has nothing to do with the one in flight. */
const OTHER_ANSWER = '+GMM:"WFI32"\r\nOK\r\n';

/** What happens between the module's UART and the host's. */
export const lineFaults = {
	drop: {
		what: "bytes get lost",
		takes: ["direction", "rate"],
		begin: (at, { rate = 0.02, ...rest }) => onLine(at, rest, () => dropping(rate, at.random)),
	},
	flip: {
		what: "bits of bytes are turned over",
		takes: ["direction", "rate"],
		begin: (at, { rate = 0.02, ...rest }) => onLine(at, rest, () => flipping(rate, at.random)),
	},
	duplicate: {
		what: "bytes come twice",
		takes: ["direction", "rate"],
		begin: (at, { rate = 0.02, ...rest }) => onLine(at, rest, () => duplicating(rate, at.random)),
	},
	delay: {
		what: "bytes come late",
		takes: ["direction", "milliseconds"],
		begin: (at, { milliseconds = 500, ...rest }) => onLine(at, rest, () => new Delaying(at.clock, milliseconds)),
	},
	mute: {
		what: "nothing gets through",
		takes: ["direction"],
		begin: (at, parameters) => onLine(at, parameters, muting),
	},
	baud: {
		what: "the two ends have different speeds",
		takes: ["baud"],
		begin: ({ uart }, { baud = 115_200 }) => {
			const before = uart.baud;
			uart.baud = baud;
			return () => {
				// unless the host has taken its port with another speed meanwhile
				if (uart.baud === baud) uart.baud = before;
			};
		},
	},
	busy: {
		what: "the host is busy, again and again, and nobody serves its FIFO",
		takes: ["milliseconds", "every", "fifo"],
		begin(at, { milliseconds = 6, every = 50, fifo = 128 }) {
			const incoming = new Unserved(fifo);
			const outgoing = new Unserved(Number.POSITIVE_INFINITY);
			const ends = [at.wire.put("toHostPort", incoming), at.wire.put("fromHostPort", outgoing)];
			const stop = repeatedly(at, Math.max(every, milliseconds + 1), () => {
				incoming.close();
				outgoing.close();
				at.clock.after(milliseconds, () => {
					incoming.open();
					outgoing.open();
				});
			});
			return () => {
				stop();
				for (const end of ends) end();
			};
		},
	},
	tear: {
		what: "another task prints into the midst of what the module sends",
		takes: ["text", "every"],
		begin: (at, { text = FREE_TEXT, every = 40 }) => tearing(at, text, every),
	},
	"tear-event": {
		what: "an event into the midst of what the module sends",
		takes: ["text", "every"],
		begin: (at, { text = EVENT, every = 40 }) => tearing(at, text, every),
	},
	storm: {
		what: "events at the line's full speed",
		takes: ["text", "every"],
		begin(at, { text = EVENT, every = (text.length * BITS * 1000) / at.uart.baud }) {
			return repeatedly(at, every, () => at.module.intrude(text));
		},
	},
	"no-answer": {
		what: "the module does what it is told, and its results get lost",
		takes: [],
		begin: ({ wire }) => wire.put("prints", losingResults()),
	},
	"late-answer": {
		what: "the module thinks before each result",
		takes: ["milliseconds"],
		begin: ({ wire, clock }, { milliseconds = 4000 }) => wire.put("prints", new Thinking(clock, milliseconds)),
	},
	"other-answer": {
		what: "the answer of another command comes before a command's own",
		takes: ["text", "every"],
		begin({ wire, clock }, { text = OTHER_ANSWER, every = 500 }) {
			let last = Number.NEGATIVE_INFINITY;
			wire.onLine = () => {
				if (clock.now() - last < every) return;
				last = clock.now();
				wire.forge(Buffer.from(text, "latin1"));
			};
			return () => {
				wire.onLine = undefined;
			};
		},
	},
	reset: {
		what: "the module starts anew, after so many more bytes, at the latest at the end",
		takes: ["after"],
		begin({ module, wire, clock }, { after = 0 }) {
			if (!after) {
				module.reset();
				return over;
			}
			// not from inside what the module is just doing
			const act = () => clock.after(0, () => module.reset());
			return wire.put("prints", counting(after, act));
		},
	},
	hang: {
		what: "the module hangs; its watchdog starts it anew at the end",
		takes: [],
		begin({ module }) {
			module.hang();
			return () => module.reset();
		},
	},
	stuck: {
		what: "the module hangs for good: nothing but its reset line helps",
		takes: [],
		needs: "resetLine",
		stays: true,
		begin({ module }) {
			module.hang();
			return over;
		},
	},
	speed: {
		what: "the module has another speed, until it is told otherwise or starts anew",
		takes: ["baud"],
		sudden: true,
		begin({ module }, { baud = 57_600 }) {
			module.setSpeed(baud);
			return over;
		},
	},
	"host-hangs": {
		what: "the program hangs; its watchdog starts it anew",
		takes: [],
		needs: "program",
		sudden: true,
		begin({ program }) {
			program?.freeze();
			return over;
		},
	},
	power: {
		what: "the module has no power",
		takes: [],
		begin({ module }) {
			module.powerOff();
			return () => module.powerOn();
		},
	},
} satisfies Record<string, Fault>;
