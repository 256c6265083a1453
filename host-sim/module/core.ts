import type { World } from "../world/world";
import type { Capabilities } from "./capabilities";
import type { Command } from "./command";
import type { Engine } from "./engine";
import type { Formatter } from "./format";
import type { NetworkLink } from "./link";
import type { Counters, Traced } from "./trace";

/** What every chapter works with. */
export interface Core {
	readonly world: World;
	readonly capabilities: Capabilities;
	readonly format: Formatter;
	readonly engine: Engine;
	readonly link: NetworkLink;
	readonly counters: Counters;
	/** The module's own MAC address. */
	readonly mac: string;
	trace(event: Traced): void;
	/** Restarts the module, as its reset pin does. */
	restart(): void;
	/** The UART's speed. */
	baud(): number;
	/** Sets the UART's speed. */
	setBaud(baud: number): void;
}

/** A chapter of the reference: its state, and its commands. */
export interface Chapter {
	readonly commands: readonly Command[];
	/** Gives back what it holds of the world; nothing is printed. */
	stop(): void;
}
