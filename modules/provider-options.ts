import type { SerialConfiguration } from "drivers/uart/serial";
import type { Wfi32Error } from "drivers/wfi32/errors";
import type { ResetConfiguration } from "drivers/wfi32/reset-line";
import type { Buffers } from "drivers/wfi32/sizes";
import type { WFI32 } from "wfi32/provider";

/** What {@link WFI32} is told (ECMA-419 11.1). */
export interface WFI32Options {
	/** The port that the module is wired to: `io` is its class, the rest goes to it. */
	serial: SerialConfiguration;
	/**
	 * The pin that the module's reset (MCLR, active low) is wired to: `io` is its class, `pin` and the rest go to it. The
	 * module is started anew by it when it answers at no speed any more; without it, such a module is given up.
	 */
	reset?: ResetConfiguration;
	/** The firmware's release when the module is not to be believed about it: "reference", "1.0.1", "0.2.0", "0.3.0", "0.3.1". */
	release?: string;
	/**
	 * Names of the certificates and keys that the module's image holds (reference 7.17), as they are spelt there. No command
	 * lists them, and for a CA that it has not the published firmware verifies nothing and says nothing: whether a name is
	 * right shows only at a server whose certificate is another CA's, which must be refused.
	 */
	certificates?: readonly string[];
	/** Sizes of the buffers, each with a default. */
	buffers?: Partial<Buffers>;
	target?: unknown;
	/** The module answers. Everything may be constructed before. */
	onReady?: (this: WFI32) => void;
	/**
	 * The module said something that nobody understood, which was skipped and counted ({@link WFI32.diagnostics}): told once
	 * for each name, and for at most 16.
	 * @param fault "unknown": no such line is known; "malformed": it has other fields than it should
	 * @param name with its `+`; empty for text that has none
	 */
	onUnexpected?: (this: WFI32, fault: "unknown" | "malformed", name: string) => void;
	/** The module is given up; every open instance is told by its own `onError`. */
	onError?: (this: WFI32, error: Wfi32Error) => void;
}

/** What the module says of itself; empty strings before `onReady`. */
export interface ModuleIdentity {
	readonly manufacturer: string;
	readonly model: string;
	readonly revision: string;
	/** The release whose ways the driver follows. */
	readonly release: string;
}
