import type { Counters } from "drivers/at/counters";
import type { Driver } from "drivers/wfi32/driver";

/** Everything that a module's driver counts: what an application may publish or print. Counts only ever grow. */
export interface Diagnostics extends Omit<Readonly<Counters>, "count"> {
	/** Bytes from the module, and to it. */
	readonly received: number;
	readonly sent: number;
	/** Received bytes that found no room. */
	readonly overruns: number;
	/** The most bytes that ever waited to be looked at. */
	readonly highWater: number;
	/** Times that the link was lost, or failed to come. */
	readonly linkFailures: number;
	/** MQTT messages that found no room. */
	readonly lostMessages: number;
}

/** A copy of the counters as they are. */
export function diagnose(driver: Driver): Diagnostics {
	const { uart, engine, stationInUse, mqttInUse } = driver;
	return {
		...engine.counters,
		results: engine.counters.results,
		received: uart.receiver.received,
		sent: uart.transmitter.sent,
		overruns: uart.overruns,
		highWater: uart.receiver.highWater,
		linkFailures: stationInUse?.failures ?? 0,
		lostMessages: mqttInUse?.mailbox.lost ?? 0,
	};
}
