/** Runs a program on Node, in this process, in a realm of its own. */
import { join } from "node:path";
import type { Firmware, LaunchOptions, PortReport } from "../launch";
import { type Cancel, VirtualClock } from "../world/clock";
import { type Board, type BoardPort, boardKey } from "./board";
import { Realm } from "./loader";
import type { Loop } from "./loop";

const callbacksPerTurn = 100_000;

function boardPorts(ports: LaunchOptions["ports"] = {}, lockstep: boolean): BoardPort[] {
	return Object.entries(ports).map(([id, port]) => ({
		id: Number(id),
		dialect: port.dialect ?? "standard",
		rx: port.rx,
		tx: port.tx,
		hold: (port.overflow ?? (lockstep ? "drop" : "hold")) === "hold",
		paced: port.paced !== false,
		device: port.device ?? `/dev/uart${id}`,
	}));
}

/**
 * The board of a launch: its clock, its lines, its ear.
 * @param tell hands over what the program did to a callback of the launch: now, or later in the same order
 */
export function boardOf(options: LaunchOptions, lockstep: boolean, tell: (event: () => void) => void): Board {
	const start = options.clock.now();
	return {
		now: () => options.clock.now() - start,
		ports: boardPorts(options.ports, lockstep),
		config: JSON.stringify(options.config ?? {}),
		ticks: options.ticks ?? 0,
		epoch: options.epoch ?? (lockstep ? 0 : Date.now()),
		seed: options.seed ?? (lockstep ? 1 : Math.floor(Math.random() * 2 ** 32)),
		live: !lockstep,
		send: (id, bytes) => {
			// bytes of another realm: a copy that is a Uint8Array here as well
			const copy = new Uint8Array(bytes);
			tell(() => options.ports?.[id]?.end.send(copy));
		},
		opened: (id, baud) => tell(() => options.ports?.[id]?.onOpen?.(baud)),
		closed: (id) => tell(() => options.ports?.[id]?.onClose?.()),
		post: (text) => tell(() => options.onMessage?.(text)),
		pin: (pin, level) => tell(() => options.pins?.[pin]?.(level)),
		watch: (milliseconds) => tell(() => options.onWatch?.(milliseconds)),
		trace: (text) => tell(() => options.onTrace?.(text)),
	};
}

export class NodeFirmware implements Firmware {
	readonly engine = "node";
	readonly exited: Promise<Error | undefined>;
	readonly #options: LaunchOptions;
	readonly #realm = new Realm();
	readonly #loop: Loop;
	readonly #start: number;
	readonly #step: () => boolean;
	readonly #inbox: (() => void)[] = [];
	/** What the program did in this turn: handed over at its end, when the program is at rest. */
	readonly #outbox: (() => void)[] = [];
	#settle!: (error?: Error) => void;
	#turnDue: Cancel | undefined;
	#wake: Cancel | undefined;
	#ended = false;
	#frozen = false;
	#failure: Error | undefined;

	constructor(options: LaunchOptions) {
		this.#options = options;
		this.exited = new Promise((settle) => {
			this.#settle = settle;
		});
		const { clock } = options;
		this.#start = clock.now();
		(this.#realm.global as Record<symbol, Board>)[boardKey] = boardOf(options, clock instanceof VirtualClock, (event) =>
			this.#outbox.push(event),
		);
		this.#realm.loadFile(join(__dirname, "globals.ts"));
		this.#loop = this.#realm.loadFile(join(__dirname, "loop.ts")) as Loop;
		this.#step = () => this.#loop.step();
		for (const [id, { end }] of Object.entries(options.ports ?? {})) {
			end.onReceive = (bytes) => {
				if (this.#ended || this.#frozen) return;
				const copy = bytes.slice();
				this.#inbox.push(() => this.#loop.bytesArrived(Number(id), copy));
				this.#soon();
			};
		}
		this.#guard(() => this.#realm.enter(() => void this.#realm.load(options.entry)));
		this.#turn();
	}

	post(text: string): void {
		this.#mustRun();
		this.#inbox.push(() => this.#loop.messageArrived(text));
		this.#soon();
	}

	/** Node cannot tell. */
	async heap(): Promise<undefined> {
		return undefined;
	}

	async port(id: number): Promise<PortReport> {
		this.#mustRun();
		return this.#loop.portReport(id);
	}

	explain(stack: string): string {
		return this.#realm.explain(stack);
	}

	freeze(): void {
		this.#frozen = true;
		this.#wake?.();
	}

	async close(): Promise<void> {
		this.#end();
	}

	#mustRun(): void {
		if (this.#ended) throw this.#failure ?? new Error("the program was closed");
	}

	/** A turn at this very time, after what the clock has to do before. */
	#soon(): void {
		this.#turnDue ??= this.#options.clock.after(0, () => {
			this.#turnDue = undefined;
			this.#turn();
		});
	}

	#turn(): void {
		if (this.#ended || this.#frozen) return;
		const { clock } = this.#options;
		for (let work = this.#inbox.shift(); work; work = this.#inbox.shift()) work();
		let count = 0;
		while (!this.#ended && this.#guard(() => this.#realm.enter(this.#step))) {
			if (++count > callbacksPerTurn) {
				this.#fail(new Error("Node: the program does not come to rest: 100000 callbacks without time passing"));
			}
		}
		this.#wake?.();
		this.#wake = undefined;
		this.#tell();
		if (this.#ended) return;
		const deadline = this.#loop.deadline();
		if (deadline < 0) return;
		this.#wake = clock.after(this.#start + deadline - clock.now(), () => {
			this.#wake = undefined;
			this.#turn();
		});
	}

	#tell(): void {
		for (let event = this.#outbox.shift(); event; event = this.#outbox.shift()) {
			if (!this.#ended) event();
		}
	}

	#guard(work: () => unknown): boolean {
		try {
			return work() === true;
		} catch (error) {
			this.#fail(
				new Error(
					`Node: unhandled exception: ${this.#realm.explain(String((error as Error | undefined)?.stack ?? error))}`,
				),
			);
			return false;
		}
	}

	#fail(error: Error): void {
		if (this.#ended) return;
		this.#tell();
		this.#failure = error;
		this.#end(error);
		if (!this.#options.onExit) throw error;
	}

	#end(error?: Error): void {
		if (this.#ended) return;
		this.#ended = true;
		this.#turnDue?.();
		this.#wake?.();
		this.#settle(error);
		this.#options.onExit?.(error);
	}
}

/**
 * Starts `options.entry` on Node. It has run its first turn when this returns, and from then on runs whenever the clock
 * says so; on a `VirtualClock` synchronously, in the order in which the engine would run.
 * @throws Error when the program fails in its first turn and there is no `onExit`
 */
export function launchNode(options: LaunchOptions): Firmware {
	return new NodeFirmware(options);
}
