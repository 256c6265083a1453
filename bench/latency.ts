/**
 * How soon something happens: what the program takes from what arrives to what it does about it, in instructions, and
 * how long a byte is on its way with all that the line and the module take, in virtual time.
 */
import type { Case, Form, Release } from "./cases";
import { Stack, type StackOptions } from "./stack";

/** Of the program alone. */
export interface Reaction extends Pick<Case, "kind" | "release" | "form"> {
	/** From what to what. */
	what: string;
	/** Instructions of the Cortex-M4, from the port's (or the program's own) call on. */
	instructions: number;
	/** Virtual milliseconds that the program waited meanwhile. */
	waited: number;
}

/** Of a byte's whole way, in virtual milliseconds: the least and the most of several, begun at different times. */
export interface Journey extends TimedCase {
	least: number;
	most: number;
}

/** Bytes that go ahead, and bytes that count: these at times that differ by a little within the module's tenth of a second. */
const WARM = 2;
const COUNTED = 10;
/** Milliseconds from one to the next; as in the program that writes. */
const PERIOD = 1013;
/** Until everything is quiet. */
const QUIET = 3000;

interface TimedCase extends Case {
	baud: number;
}

/** What happened, each with when (virtual milliseconds), and how far instructions had got ahead of it. */
interface Moment {
	at: number;
	instructions: number;
}

/** A program of which one byte at a time is followed. */
class Watch {
	readonly #stack: Stack;
	readonly #it: TimedCase;
	/** The last piece of the module's that arrived, and the first one since {@link Watch.follow} began. */
	arrived: Moment | undefined;
	event: Moment | undefined;
	/** When the port was first given something. */
	sent: number | undefined;

	constructor(machine: string | undefined, it: TimedCase) {
		this.#it = it;
		const { kind, direction, release, form, baud } = it;
		const buffers = { receive: 1024, transmit: 1024, messages: 1024 };
		const config = { kind, sends: direction === "send", form, buffers };
		const options: StackOptions = { release, baud, chunk: 64, capacity: 2048, config, entry: "bench/latency" };
		this.#stack = new Stack(machine, options);
		const { clock } = this.#stack.world;
		const { dte } = this.#stack.uart;
		const send = dte.send.bind(dte);
		dte.send = (bytes) => {
			this.sent ??= clock.now();
			send(bytes);
		};
		this.#stack.until(() => this.#stack.figures().isOpen === true, 60_000, 50);
		clock.advance(QUIET);
	}

	get figures() {
		return this.#stack.figures();
	}

	get now(): number {
		return this.#stack.world.clock.now();
	}

	waitUntil(time: number): void {
		this.#stack.world.clock.advanceTo(time);
	}

	/** Bytes that the other side has got. */
	get delivered(): number {
		return this.#it.kind === "MQTT" ? this.#stack.world.broker.published.length : this.#stack.received;
	}

	/** The other side sends a byte. */
	give(): void {
		if (this.#it.kind === "MQTT") this.#stack.world.broker.publish("t", "x");
		else this.#stack.peer?.write(new Uint8Array(1));
	}

	/** From one thing that happens to the next, until something has come to be. @throws Error when it does not */
	follow(done: () => boolean): void {
		const { clock } = this.#stack.world;
		const { counts } = this.#stack.uart;
		const end = clock.now() + 10_000;
		this.arrived = this.event = this.sent = undefined;
		while (!done()) {
			const next = clock.next;
			if (next === undefined || next > end) throw new Error(`nothing came: ${JSON.stringify(this.figures)}`);
			const { instructions } = this.figures;
			const before = counts.toHost;
			clock.advanceTo(next);
			if (counts.toHost === before) continue;
			this.arrived = { at: clock.now(), instructions };
			this.event ??= this.arrived;
		}
	}

	close(): Promise<void> {
		return this.#stack.close();
	}
}

/** A byte that comes: its event's, its own and its reaction's moments. */
function receive(watch: Watch): number {
	const began = watch.now;
	const seen = watch.figures.seen;
	watch.give();
	watch.follow(() => watch.figures.seen !== seen);
	return watch.now - began;
}

/** A byte that goes, from `write` on. */
function send(watch: Watch): number {
	const written = watch.figures.written;
	watch.follow(() => watch.figures.written !== written);
	const began = watch.now;
	const sent = watch.sent;
	const delivered = watch.delivered;
	watch.follow(() => watch.delivered !== delivered);
	watch.sent = sent ?? watch.sent;
	return watch.now - began;
}

async function reactionsOf(machine: string, it: TimedCase): Promise<Reaction[]> {
	const { kind, direction, release, form } = it;
	const watch = new Watch(machine, it);
	try {
		const once = direction === "receive" ? receive : send;
		for (let i = 0; i < WARM; i++) {
			once(watch);
			watch.waitUntil(watch.now + PERIOD);
		}
		const length = once(watch);
		const { event, arrived, sent, now } = watch;
		const { told, asked, began, first } = watch.figures as Record<string, number>;
		if (direction === "send") {
			const waited = (sent as number) - (now - length);
			const instructions = first - began;
			return [{ what: "`write` to the first byte on the wire", kind, release, form, instructions, waited }];
		}
		if (!event || !arrived) throw new Error("nothing arrived");
		const readable = { instructions: told - arrived.instructions, waited: now - arrived.at };
		const all: Reaction[] = [{ what: "last byte in to `onReadable`", kind, release, ...readable }];
		if (kind === "TCP") {
			const command = { instructions: asked - event.instructions, waited: (sent as number) - event.at };
			all.unshift({ what: "event to the first byte of the first command", kind, release, ...command });
		}
		return all;
	} finally {
		await watch.close();
	}
}

async function journeyOf(it: TimedCase): Promise<Journey> {
	const watch = new Watch(undefined, it);
	try {
		const start = watch.now;
		const times: number[] = [];
		for (let i = 0; i < WARM + COUNTED; i++) {
			if (it.direction === "receive") watch.waitUntil(start + i * PERIOD);
			times.push(it.direction === "receive" ? receive(watch) : send(watch));
		}
		const counted = times.slice(WARM);
		return { ...it, least: Math.min(...counted), most: Math.max(...counted) };
	} finally {
		await watch.close();
	}
}

/** Every kind and direction of a release at a speed; writing on the published firmware in both its forms. */
function casesAt(release: Release, baud: number): TimedCase[] {
	const all: TimedCase[] = [];
	for (const kind of ["TCP", "MQTT"] as const) {
		all.push({ kind, direction: "receive", release, baud });
		const forms: (Form | undefined)[] = kind === "TCP" && release === "anycloud" ? ["text", "binary"] : [undefined];
		for (const form of forms) all.push({ kind, direction: "send", release, form, baud });
	}
	return all;
}

/** @param onStep called ahead of each measurement, with what is measured */
export async function reactions(machine: string, onStep?: (note: string) => void): Promise<Reaction[]> {
	const all: Reaction[] = [];
	for (const it of [...casesAt("reference", 230_400), ...casesAt("anycloud", 230_400)]) {
		onStep?.(Object.values(it).join(", "));
		all.push(...(await reactionsOf(machine, it)));
	}
	return all;
}

/** At all speeds that a release knows. @param onStep called ahead of each measurement, with what is measured */
export async function journeys(onStep?: (note: string) => void): Promise<Journey[]> {
	const cases = [
		...[115_200, 230_400, 921_600].flatMap((baud) => casesAt("reference", baud)),
		...[115_200, 230_400].flatMap((baud) => casesAt("anycloud", baud)),
	];
	const all: Journey[] = [];
	for (const it of cases) {
		onStep?.(Object.values(it).join(", "));
		all.push(await journeyOf(it));
	}
	return all;
}
