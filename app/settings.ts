import config from "mc/config";

/** What the product is told by `mc/config`, which `manifest.json` and a desk's own `local.json` fill. */
export interface Settings {
	/** The network to join; empty: the one that the device has joined before, see `app/credentials`. */
	readonly ssid: string;
	/** Its password; empty for an open one. Never printed. */
	readonly password: string;
	/** Name or address of the broker. */
	readonly broker: string;
	readonly brokerPort: number;
	/** The MQTT client identifier; also where the product's topics begin: `sensors/<id>/…`. */
	readonly id: string;
	/** Milliseconds between readings. */
	readonly interval: number;
	/** Milliseconds between signs of life. */
	readonly heartbeat: number;
	/** Readings kept while there is no broker. */
	readonly queue: number;
	/** Milliseconds of the first and of the longest wait before another attempt. */
	readonly retryFirst: number;
	readonly retryMost: number;
	/** Readings after which the product rests; 0: never. */
	readonly readings: number;
	/**
	 * Time servers, by name or address; none: readings have no time of day, and the module is not told of one.
	 * In `mc/config` also one name alone, or "" for none: mcconfig merges lists item by item, so [] takes none away.
	 */
	readonly ntp: readonly string[];
	/** Options of the serial port the module is wired to. */
	readonly serial: Record<string, unknown> & { baud: number };
	/** Options of the sensor. */
	readonly sensor: Record<string, unknown>;
	/** The pin of an LED, when there is one. */
	readonly led?: number;
	/** The pin that the module's reset line is wired to, when it is. */
	readonly reset?: number;
	/** Milliseconds after which a program that hangs is started anew, up to 8388 on RP2040; 0: never. */
	readonly watchdog: number;
	/** Sizes of the driver's buffers, where others than its defaults are wanted. */
	readonly buffers: Record<string, number>;
	/** Which MQTT: the "module"'s own service if left out; "standard": over TCP, with the manifest's client. */
	readonly mqtt?: "module" | "standard";
	/** Whether the wire to the module is examined first, as it is anyway when nothing answers. */
	readonly doctor?: boolean;
	/** The firmware's release when the module is not to be believed about it. */
	readonly release?: string;
}

const defaults = Object.freeze({
	ssid: "",
	password: "",
	broker: "",
	brokerPort: 1883,
	id: "wfi32",
	interval: 10_000,
	heartbeat: 60_000,
	queue: 64,
	retryFirst: 1000,
	retryMost: 60_000,
	readings: 0,
	watchdog: 8000,
	ntp: Object.freeze([]),
	serial: Object.freeze({ baud: 230_400 }),
	sensor: Object.freeze({}),
	buffers: Object.freeze({}),
});

function settingsOf(given: Settings & { ntp: string | readonly string[] }): Settings {
	const ntp = [given.ntp].flat().filter((it) => it !== "");
	return Object.freeze({ ...given, ntp: Object.freeze(ntp) });
}

export const settings = settingsOf({ ...defaults, ...(config as Partial<Settings>) });
