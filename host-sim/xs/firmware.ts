/** Runs a program on the XS engine: in lockstep with a virtual clock, or live. */
import type { Firmware } from "../launch";
import { VirtualClock } from "../world/clock";
import { LiveFirmware } from "./live";
import { LockstepFirmware } from "./lockstep";
import type { XsOptions } from "./process";

export type { XsOptions } from "./process";

/**
 * Starts `options.entry`. In lockstep it has run its first turn when this returns, and from then on runs whenever the
 * clock advances: synchronously, in zero time, in an order that is the same every time.
 * @throws Error when the engine or the modules are not built; in lockstep also when the program fails in its first turn
 *   and there is no `onExit`
 */
export function launchXs(options: XsOptions & { mode: "lockstep" }): LockstepFirmware;
export function launchXs(options: XsOptions): Firmware;
export function launchXs(options: XsOptions): Firmware {
	const mode = options.mode ?? (options.clock instanceof VirtualClock ? "lockstep" : "live");
	return mode === "lockstep" ? new LockstepFirmware(options) : new LiveFirmware(options);
}
