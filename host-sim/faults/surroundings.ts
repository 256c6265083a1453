import type { Uart, VirtualModule } from "../module/index";
import type { Clock } from "../world/clock";
import type { AccessPoint } from "../world/radio";
import type { FaultyWire } from "./wire";

/** Something that can be taken away and given back. */
export interface Breakable {
	takeDown(): void;
	bringUp(): void;
}

/** What faults happen to. What is left out, no fault can happen to. */
export interface Surroundings {
	readonly clock: Clock;
	/** A number in [0, 1). */
	readonly random: () => number;
	readonly wire: FaultyWire;
	readonly uart: Uart;
	readonly module: VirtualModule;
	readonly accessPoint?: AccessPoint;
	readonly broker?: Breakable & { dropSessions?(): void; silent?: boolean };
	/** The program, under a watchdog. */
	readonly program?: { freeze(): void };
	/** Whether the module's reset line is wired to a pin of the host that the program knows. */
	readonly resetLine?: true;
	/** The far ends of the module's connections, as they are now. */
	readonly peers?: () => readonly { end(): void; reset(): void; write(data: Uint8Array): void; closed: boolean }[];
	/** Servers: down, nobody listens any more. */
	readonly servers?: Breakable;
	/** Servers' certificates: down, they have others, which the module does not trust. */
	readonly trust?: Breakable;
}
