import type { Engine } from "drivers/at/engine";
import type { Listener, Names } from "drivers/at/names";
import type { Notices } from "drivers/at/notices";
import type { Decoder } from "drivers/at/text";
import type { Writer } from "drivers/at/writer";
import type { Arena } from "drivers/uart/arena";
import type { Deadlines } from "drivers/uart/deadlines";
import type { Uart } from "drivers/uart/uart";
import type { Wfi32Error } from "drivers/wfi32/errors";
import type { Capabilities } from "drivers/wfi32/releases";
import type { Scan } from "drivers/wfi32/scan";
import type { SocketTable } from "drivers/wfi32/socket";
import type { TlsConfigurations } from "drivers/wfi32/tls-configurations";

/** What every chapter of the driver works with. */
export interface Context {
	readonly arena: Arena;
	readonly deadlines: Deadlines;
	readonly notices: Notices;
	readonly uart: Uart;
	readonly engine: Engine;
	readonly names: Names;
	readonly decoder: Decoder;
	/** What the command in flight was written with: what it announced can be looked up there until its result has come. */
	readonly writer: Writer;
	/** What the module can, as far as it is known by now. */
	readonly capabilities: Capabilities;
	/** Whether the module answers: requests submitted now will be sent. */
	readonly ready: boolean;
	/** Whether an event may come that must not be missed: see {@link Capabilities.losesEventsInBinary}. */
	readonly expectant: boolean;
	/** Told of sockets that are gone. */
	readonly sockets: SocketTable;
	/** Looks for networks. */
	readonly scan: Scan;
	/** What sockets and the MQTT service are secured with. */
	readonly tls: TlsConfigurations;
	/** Asks whether link and broker are still there: the event that said otherwise may have been lost. */
	review(): void;
	/** Why nothing will ever be sent again, once that is so. */
	readonly failure: Wfi32Error | undefined;
}

/** A chapter of the reference: it is told of its events, and may have something open in the module. */
export interface Chapter extends Listener {
	/** The module has started anew: what was open is gone. */
	onReset(code: number): void;
	/** The driver has found back to a module that went on: what it said meanwhile may be lost. */
	onResynchronised(): void;
	/** The module is given up. */
	fail(error: Wfi32Error): void;
}
