/** The fault matrix: every fault in every state, in each profile; what must hold afterwards, and by when. */
import { type FaultName, faults, type Parameters } from "../../host-sim/faults/index";
import type { Launch } from "../../host-sim/testing/session";
import { FaultBench } from "./bench";

export const profiles = ["reference", "anycloud"] as const;
export type Profile = (typeof profiles)[number];

/** From the fault's end to working again, and from its beginning to whoever lost something knowing it; milliseconds. */
export const PATIENCE = 15_000;
/** So long a program may wait for an event before it says anything to the module again. */
const JOINING = 9000;
/** The cap of the program's own delays. */
const CAP = 1000;
const SETTLE = 30_000;

interface State {
	/** What the program keeps, and so uses all the time. */
	keep: readonly string[];
	/** Begins as soon as this command is seen; right away, when everything is up, without. */
	command?: RegExp;
	/** Has it come to that. */
	provoke?: (bench: FaultBench) => void;
	/** Not only when everything is up: the first time that it happens. */
	early?: true;
	/** Milliseconds from the command to the fault. */
	delay?: number;
	latency?: number;
}

const all = ["tcp", "tls", "mqtt"];
/** Bytes to be read again: some seconds, where a port of 128 bytes lets 64 of them come with each tick of the module. */
const READ = 2000;

/** What the firmware may be doing when it happens. */
export const states: { readonly [name: string]: State } = {
	idle: { keep: all, command: undefined },
	scanning: { keep: all, command: /^\+?WSCNA/, provoke: (bench) => bench.ask({ scan: true }), delay: 20 },
	joining: { keep: all, command: /^\+?WSTA=1/, early: true, delay: 50 },
	connecting: { keep: ["tcp", "mqtt"], command: /^\+?SOCKBR=/, early: true, delay: 50, latency: 200 },
	reading: { keep: all, command: /^\+?SOCKRD=/, provoke: (bench) => bench.ask({ use: "tcp", count: READ }), delay: 2 },
	writing: { keep: all, command: /^\+?SOCKWR=/, provoke: (bench) => bench.ask({ use: "tcp", count: 1000 }), delay: 2 },
	TLS: { keep: ["tls", "mqtt"], command: /^\+?SOCKTLS=/, early: true, delay: 5, latency: 200 },
	publishing: { keep: all, command: /^\+?MQTTPUB=/, delay: 1 },
};

/** How hard each fault is in the matrix, and for how long. */
const severity: { readonly [Name in FaultName]?: Parameters & { for?: number } } = {
	reset: { for: 1500 },
	hang: { for: 3000 },
	dhcp: { for: 6000 },
	busy: { milliseconds: 6, every: 40 },
	"late-answer": { for: 6000 },
	password: { for: 5000 },
};
const DURATION = 4000;
/** The module starts anew after so many bytes with the first seed, twice as many with the second. */
const RESET_STEP = 7;
/** Nothing on the wire can prove a payload wrong in which a bit has turned over, or a byte has pushed out another. */
const corrupts = (fault: FaultName) => fault === "flip" || fault === "baud" || fault === "duplicate";

export interface Cell {
	fault: FaultName;
	state: string;
	profile: Profile;
	seed: number;
	/** Of the line; 230400 if left out. */
	baud?: number;
}

export interface Outcome extends Cell {
	/** Milliseconds from the fault's end to working again. */
	recovered: number;
	/** Milliseconds from its beginning until the last of those that lost something was told; 0: nobody lost anything. */
	told: number;
	/** What did not hold. Empty: all well. */
	problems: string[];
	/** The wire from shortly before the fault. */
	log: string[];
}

interface Alive {
	kind: string;
	instance: number;
}

/** One cell of the matrix. */
export async function runCell(cell: Cell, launch: Launch): Promise<Outcome> {
	const state = states[cell.state] as State;
	const bench = new FaultBench({
		release: cell.profile,
		launch,
		keep: state.keep,
		seed: cell.seed,
		latency: state.latency,
		baud: cell.baud,
	});
	try {
		return new Run(cell, state, bench).outcome();
	} catch (error) {
		// the program itself has failed
		const problems = [(error as Error).message];
		return { ...cell, recovered: -1, told: -1, problems, log: bench.log.slice(-60) };
	} finally {
		await bench.close();
	}
}

class Run {
	readonly #cell: Cell;
	readonly #state: State;
	readonly #bench: FaultBench;
	readonly #problems: string[] = [];
	/** Of each kind, the instance that is up. */
	readonly #up = new Map<string, number>();
	/** What has made the round, and what was sent, of the instance that is up. */
	readonly #rounds = new Map<string, { at: number; whole: boolean }>();
	/** When each instance was told of its end. */
	readonly #ends = new Map<string, number>();
	#scans = 0;
	/** Those that were there when it began. */
	#alive: Alive[] = [];

	constructor(cell: Cell, state: State, bench: FaultBench) {
		this.#cell = cell;
		this.#state = state;
		this.#bench = bench;
		bench.onRestart = () => {
			this.#up.clear();
			this.#rounds.clear();
			this.#alive = [];
			this.#scans = 0;
		};
		bench.onTold = (it) => {
			if (it.up) {
				this.#up.set(it.up, it.instance ?? 0);
				this.#rounds.delete(it.up);
			} else if (it.told) {
				this.#ends.set(`${it.told} ${it.instance}`, it.at);
				if (this.#up.get(it.told) === it.instance) this.#up.delete(it.told);
				if (it.told === "wifi" || it.told === "module") for (const kind of state.keep) this.#ended(kind, it.at);
			} else if (it.round) {
				this.#rounds.set(it.round, { at: it.at, whole: it.count === it.sent });
			} else if (it.scanning) this.#scans++;
			else if (it.scanned) this.#scans--;
			else if (it.wrong && !corrupts(cell.fault) && !cell.fault.startsWith("peer-")) {
				this.#problems.push(`${it.wrong} #${it.instance} got a wrong byte at ${it.at}`);
			}
		};
	}

	/** Lost with the network below it: the program was told of that. */
	#ended(kind: string, at: number): void {
		const instance = this.#up.get(kind);
		if (instance === undefined) return;
		this.#ends.set(`${kind} ${instance}`, at);
		this.#up.delete(kind);
	}

	outcome(): Outcome {
		const bench = this.#bench;
		const { fault, state } = this.#cell;
		const reached = this.#reach();
		const logStart = Math.max(0, bench.log.length - 12);
		if (!reached) {
			this.#problems.push(`the state "${state}" was not reached`);
			return { ...this.#cell, recovered: -1, told: -1, problems: this.#problems, log: bench.log.slice(-40) };
		}
		const began = bench.now;
		this.#alive = [...this.#up].map(([kind, instance]) => ({ kind, instance }));
		const { for: duration = DURATION, ...parameters } = severity[fault] ?? {};
		if (fault === "reset") parameters.after = this.#cell.seed * RESET_STEP;
		const stop = faults[fault].begin(bench.surroundings, parameters);
		if ("stays" in faults[fault]) {
			const resets = bench.resets;
			if (!bench.until(() => bench.resets > resets, PATIENCE + JOINING))
				this.#problems.push("nobody has started the module anew");
		} else bench.world.clock.advance("sudden" in faults[fault] ? 200 : duration);
		stop();
		const ended = bench.now;
		const works = bench.until(() => this.#works(ended), PATIENCE + CAP);
		const recovered = works ? bench.now - ended : -1;
		if (!works) this.#problems.push(`does not work again: ${this.#lacking(ended)}`);
		bench.until(() => false, Math.max(0, began + PATIENCE - bench.now) + 2000);
		if (this.#scans > 0) this.#problems.push("a scan never ends");
		const told = this.#whoKnows(this.#alive, began);
		return { ...this.#cell, recovered, told, problems: this.#problems, log: bench.log.slice(logStart) };
	}

	#reach(): boolean {
		const bench = this.#bench;
		const { command, provoke, early, delay = 0 } = this.#state;
		if (!early && !bench.until(() => this.#works(0), SETTLE)) return false;
		if (!command) {
			// between two uses
			bench.until(() => false, 600);
			return true;
		}
		let seen = false;
		bench.onCommand = (text) => {
			seen ||= command.test(text);
		};
		provoke?.(bench);
		if (!bench.until(() => seen, SETTLE)) return false;
		bench.onCommand = undefined;
		bench.world.clock.advance(delay);
		return true;
	}

	/** All is up, and has been of use since. */
	#works(since: number): boolean {
		return this.#lacking(since) === "";
	}

	#lacking(since: number): string {
		const { keep } = this.#state;
		const { told } = this.#bench;
		const lacking = keep.filter((kind) => !this.#up.has(kind)).map((kind) => `${kind} is down`);
		for (const kind of keep) {
			if (kind === "mqtt") continue;
			const round = this.#rounds.get(kind);
			if (!round?.whole || round.at <= since) lacking.push(`nothing comes round by ${kind}`);
		}
		if (keep.includes("mqtt")) {
			const taken = told.find((it) => it.taken && it.at >= since)?.taken;
			if (!taken || !told.some((it) => it.acknowledged === taken || (it.acknowledged ?? 0) > taken))
				lacking.push("no reading gets out");
		}
		return lacking.join(", ");
	}

	/** Whoever was there at the beginning has been told of its end in time, or goes on as if nothing had been. */
	#whoKnows(alive: readonly Alive[], began: number): number {
		let last = 0;
		for (const { kind, instance } of alive) {
			const end = this.#ends.get(`${kind} ${instance}`);
			if (end === undefined) {
				if (this.#up.get(kind) !== instance) this.#problems.push(`${kind} #${instance} was never told`);
				continue;
			}
			last = Math.max(last, end - began);
			if (end - began > PATIENCE)
				this.#problems.push(`${kind} #${instance} was told after ${((end - began) / 1000).toFixed(1)} s`);
		}
		return last;
	}
}

/** The cells of the whole matrix. */
export function cells(seed = 1): Cell[] {
	const list: Cell[] = [];
	for (const profile of profiles)
		for (const fault of Object.keys(faults) as FaultName[])
			for (const state of Object.keys(states)) list.push({ fault, state, profile, seed });
	return list;
}
