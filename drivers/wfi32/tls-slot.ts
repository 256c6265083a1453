import type { Wfi32Error } from "drivers/wfi32/errors";
import { PARAMETERS, same, type TlsParameters } from "drivers/wfi32/tls-parameters";

/** Whoever needs a configuration. Told from the event loop, and not after {@link TlsConfigurations.release}. */
export interface TlsUser {
	/** Has nothing else that would fail with the module: told by `tlsFailed`, later too, when the configuration is lost. */
	readonly holds?: boolean;
	/** Only the first will do: the MQTT service knows no other (reference 6.1.3). */
	readonly takesFirst?: boolean;
	/** The configuration is in the module; it stays until it is released. @param index from 1 on */
	tlsConfigured(index: number): void;
	tlsFailed(error: Wfi32Error): void;
}

/** {@link PARAMETERS} by index: nothing is left to be written. */
export const WRITTEN = PARAMETERS.length;

/** A TLS configuration of the module (reference 7.11), by its index: what it has there, and who uses it. */
export class TlsSlot {
	readonly index: number;
	/** What the module has there, parameter by parameter; undefined: not known. */
	known: (Uint8Array | undefined)[] = new Array(WRITTEN).fill(undefined); // no holes: see WFI32 of modules/provider
	users: TlsUser[] = [];
	/** The name of the CA was read back, and is the one that was written. */
	proven = false;

	constructor(index: number) {
		this.index = index;
	}

	/** The first parameter from `from` on that the module has not, or as many as there are. */
	next(parameters: TlsParameters, from: number): number {
		let id = from;
		while (id < WRITTEN && same(this.known[id], parameters[PARAMETERS[id]])) id++;
		return id;
	}

	holds(parameters: TlsParameters): boolean {
		return this.next(parameters, 0) === WRITTEN;
	}

	/** The module may have something else there. */
	forget(): void {
		this.known.fill(undefined);
		this.proven = false;
	}
}
