import { Connection, type ConnectionEvents } from "app/connection";
import { openLed } from "app/led";
import type { MQTT } from "app/mqtt-client";
import type { Led } from "app/peripherals";
import { Readings } from "app/readings";
import Thermometer from "app/sensor";
import type { Settings } from "app/settings";
import { type ClockOwner, WallClock } from "app/wall-clock";
import Watchdog from "drivers/watchdog";
import Time from "time";
import Timer from "timer";
import type { WFI32 } from "wfi32/provider";
import { decode, encode } from "wfi32/text";

const SHORTEST_INTERVAL = 100;
const LONGEST_INTERVAL = 86_400_000;
const IDENTIFY_BLINKS = 10;
const BLINK = 250;

/** The `code` of what is longer than the module's command line, now and always. */
const TOO_LONG = -5;
/** What messages can do without, where a line does not hold all of it (127 bytes in the oldest firmware): what goes first, first. */
const SPARE: readonly string[] = Object.freeze(
	"results retries interval resynchronised reconnects waiting lost late overruns uptime time".split(" "),
);

type Message = { [name: string]: unknown };

/** Leaves out what can best be spared. @returns false when nothing can */
function shorten(message: Message): boolean {
	const name = SPARE.find((it) => it in message);
	if (name !== undefined) delete message[name];
	return name !== undefined;
}

/**
 * A thermometer that publishes: takes a reading every so often, keeps it until the broker has acknowledged it, tells that
 * it lives, and obeys. Topics, all below `sensors/<id>`:
 * - `telemetry`: a reading as JSON, QoS 1: with its `time` (seconds since 1970) once a time server has answered, before
 *   that with the `uptime` (seconds since the program began)
 * - `state`: retained; what is true until `expires` seconds after it was published (the module's MQTT has no will)
 * - `health`: retained, with each `state`: what went wrong on the way since the program began: bytes that found no room and
 *   bytes without meaning, answers that came too late, times of finding back to the module, of its starting anew and of
 *   coming back to the broker, and how many commands ended with which result (0: well; below 0: see `drivers/at/request.ts`)
 * - `command/interval` (milliseconds), `command/led` (`on`, `off`), `command/identify`: obeyed
 *
 * What the module's line has no room for is left out of a message, by {@link SPARE}, and that this is so said once.
 */
export class Product implements ConnectionEvents, ClockOwner {
	readonly #settings: Settings;
	readonly #readings: Readings;
	readonly #thermometer: Thermometer;
	readonly #led: Led;
	readonly #clock: WallClock;
	readonly #connection: Connection;
	readonly #base: string;
	readonly #telemetry: string;
	#uptime = 0;
	#lastTicks = Time.ticks;
	#client: MQTT | undefined;
	/** The reading that was published and not yet acknowledged: its packet's id; 0 for none. */
	#inFlight = 0;
	#sequenceInFlight = 0;
	#id = 0;
	#interval: number;
	#timer: Timer | undefined;
	#heartbeat: Timer | undefined;
	#heartbeatDue = false;
	#published = 0;
	/** It was said that messages are shortened. */
	#shortens = false;

	constructor(settings: Settings) {
		this.#settings = settings;
		this.#base = `sensors/${settings.id}`;
		this.#telemetry = `${this.#base}/telemetry`;
		this.#interval = settings.interval;
		this.#readings = new Readings(settings.queue);
		this.#thermometer = new Thermometer({ sensor: settings.sensor });
		this.#led = openLed(settings.led);
		this.#clock = new WallClock(settings.ntp, this);
		this.#connection = new Connection(settings, this);
		this.schedule();
		this.guard();
	}

	/** What starts the program anew when its event loop hangs: fed from inside it. */
	private guard(): void {
		const timeout = this.#settings.watchdog;
		if (!timeout) return;
		const watchdog = new Watchdog({ timeout });
		Timer.repeat(() => watchdog.feed(), Math.ceil(timeout / 4));
	}

	/** The module, while there is one. */
	get module(): WFI32 | undefined {
		return this.#connection.module;
	}

	private schedule(): void {
		if (this.#timer) Timer.clear(this.#timer);
		this.#timer = Timer.set(() => this.sample(), 0, this.#interval);
	}

	private sample(): void {
		const { readings } = this.#settings;
		if (readings && this.#readings.taken >= readings) {
			if (this.#timer) Timer.clear(this.#timer);
			this.#timer = undefined;
			return;
		}
		try {
			const { temperature } = this.#thermometer.sample();
			const gone = this.#readings.add(this.seconds(), temperature);
			if (gone) this.say(`reading ${gone} is lost: no room, while waiting for the ${this.#connection.obstacle}`);
			this.say(`reading ${this.#readings.taken}: ${temperature} °C, ${this.#readings.count} waiting`);
		} catch (error) {
			this.say(`sensor: ${(error as Error).message}`);
		}
		this.publish();
	}

	/* What the connection tells. */

	onState(text: string): void {
		this.say(text);
	}

	onNetwork(module: WFI32 | undefined): void {
		if (module) this.#clock.start(module);
		else this.#clock.stop();
	}

	onWritable(): void {
		this.publish();
	}

	onMessage(topic: string, payload: ArrayBuffer): void {
		this.obey(topic.slice(this.#base.length), payload);
	}

	onOnline(client: MQTT): void {
		this.#client = client;
		this.#inFlight = 0;
		client.write(null, {
			operation: 8, // SUBSCRIBE
			items: [{ topic: `${this.#base}/command/#`, QoS: 1 }],
		});
		this.#heartbeatDue = true;
		this.#heartbeat = Timer.set(
			() => {
				this.#heartbeatDue = true;
				this.publish();
			},
			this.#settings.heartbeat,
			this.#settings.heartbeat,
		);
		this.publish();
	}

	onOffline(): void {
		this.#client = undefined;
		this.#inFlight = 0;
		if (this.#heartbeat) Timer.clear(this.#heartbeat);
		this.#heartbeat = undefined;
	}

	/** One thing at a time: a sign of life when it is due, else the oldest reading that nobody has acknowledged. */
	private publish(): void {
		const client = this.#client;
		if (!client || this.#inFlight) return;
		if (this.#heartbeatDue) {
			this.#heartbeatDue = false;
			this.write(client, `${this.#base}/state`, this.state(), true, false);
			this.write(client, `${this.#base}/health`, this.#connection.health, true, false);
		}
		const reading = this.#readings.oldest;
		if (!reading) return;
		const { sequence, uptime, temperature } = reading;
		const { lost } = this.#readings;
		// one or the other: a line of 127 bytes holds no more
		const when = this.#clock.known ? { time: this.#clock.at(uptime) } : { uptime };
		this.#sequenceInFlight = sequence;
		this.write(client, this.#telemetry, { sequence, ...when, temperature, lost }, false, true);
	}

	/** What does not fit now is tried again when there is room (`onWritable`), or with the next reading. */
	private write(client: MQTT, topic: string, message: Message, retain: boolean, awaited: boolean): void {
		const id = (this.#id % 0xffff) + 1;
		for (;;)
			try {
				client.write(encode(JSON.stringify(message)), { topic, QoS: 1, retain, id });
				this.#id = id;
				if (awaited) this.#inFlight = id;
				return;
			} catch (error) {
				const { message: text, code } = error as Error & { code?: number };
				if (code === TOO_LONG && shorten(message)) {
					if (!this.#shortens) this.say(`broker: ${text}; such messages are shortened`);
					this.#shortens = true;
					continue;
				}
				if (retain) this.#heartbeatDue = true;
				this.say(`broker: ${text}`);
				return;
			}
	}

	onAcknowledged(id: number): void {
		if (id !== this.#inFlight) return;
		this.#inFlight = 0;
		this.#readings.delivered(this.#sequenceInFlight);
		this.#published++;
		this.say(`published ${this.#published}`);
		this.publish();
	}

	private state(): Message {
		const { retries } = this.#connection;
		return {
			online: true,
			expires: Math.ceil((this.#settings.heartbeat * 2.5) / 1000),
			uptime: this.seconds(),
			interval: this.#interval,
			waiting: this.#readings.count,
			lost: this.#readings.lost,
			retries,
		};
	}

	private obey(topic: string, payload: ArrayBuffer): void {
		const text = decode(payload);
		if (topic === "/command/interval") {
			const interval = Number(text);
			if (interval >= SHORTEST_INTERVAL && interval <= LONGEST_INTERVAL) {
				this.#interval = Math.floor(interval);
				this.say(`interval: ${this.#interval} ms`);
				this.#heartbeatDue = true;
				this.schedule();
			} else this.say("interval: not understood");
		} else if (topic === "/command/led") {
			this.#led.write(text === "on" ? 1 : 0);
			this.say(`LED: ${text === "on" ? "on" : "off"}`);
		} else if (topic === "/command/identify") this.identify();
		else this.say(`${topic}: not understood`);
	}

	private identify(): void {
		this.say(`here I am: ${this.#settings.id}`);
		let left = IDENTIFY_BLINKS * 2;
		const timer = Timer.repeat(() => {
			this.#led.write(left & 1);
			if (--left === 0) Timer.clear(timer);
		}, BLINK);
	}

	/** Seconds since the program began; the clock of milliseconds wraps after weeks, this does not. */
	seconds(): number {
		const ticks = Time.ticks;
		this.#uptime += (ticks - this.#lastTicks) | 0;
		this.#lastTicks = ticks;
		return Math.round(this.#uptime / 100) / 10;
	}

	say(text: string): void {
		trace(`${this.seconds().toFixed(1).padStart(8)} ${text}\n`);
	}
}
