// A program that keeps a connection of each kind, uses it all the time, and gets it back when it was lost. It tells whoever
// launched it what it saw: the other side of the fault matrix.

import Digital from "embedded:io/digital";
import Serial from "embedded:io/serial";
import Watchdog from "drivers/watchdog";
import { onMessage, post } from "host/channel";
import config from "mc/config";
import Timer from "timer";
import type { MQTTClient } from "wfi32/mqtt";
import { WFI32, type WFI32Options } from "wfi32/provider";
import type { TCP } from "wfi32/tcp";
import { encode } from "wfi32/text";
import type { WiFi } from "wfi32/wifi";

type Kind = "module" | "wifi" | "tcp" | "tls" | "mqtt";

interface Settings {
	serial: Record<string, unknown> & { baud: number };
	/** Milliseconds of the first and of the longest wait before another attempt, and between two uses of a connection. */
	retryFirst: number;
	retryMost: number;
	beat: number;
	/** Which connections to keep. */
	keep: Kind[];
	host: string;
	broker: string;
	/** The pin of the module's reset line. */
	reset: number;
	/** Milliseconds. */
	watchdog: number;
}

const settings = config as unknown as Settings;
const BITE = 64;
const scratch = new Uint8Array(512);

const say = (message: object) => post(JSON.stringify(message));

/** Waits that grow. */
class Again {
	#wait = settings.retryFirst;
	#timer: Timer | undefined;

	later(attempt: () => void): void {
		if (this.#timer) return;
		this.#timer = Timer.set(() => {
			this.#timer = undefined;
			attempt();
		}, this.#wait);
		this.#wait = Math.min(this.#wait * 2, settings.retryMost);
	}

	well(): void {
		this.#wait = settings.retryFirst;
	}

	stop(): void {
		if (this.#timer) Timer.clear(this.#timer);
		this.#timer = undefined;
	}
}

/** Byte number `at` of the stream of an instance, the same both ways. */
const streamByte = (instance: number, at: number) => (at * 31 + (at >> 8) * 17 + instance * 101) & 0xff;

/** A connection to a server that sends back what it gets. */
class Stream {
	readonly kind: "tcp" | "tls";
	readonly #keeper: Keeper;
	readonly #again = new Again();
	#tcp: TCP | undefined;
	#instance = 0;
	#room = 0;
	#sent = 0;
	#received = 0;
	#asked = 0;
	#wrong = false;

	constructor(keeper: Keeper, kind: "tcp" | "tls") {
		this.#keeper = keeper;
		this.kind = kind;
	}

	open(): void {
		const { module, addressed } = this.#keeper;
		if (!module || !addressed || this.#tcp) return;
		const instance = ++this.#instance;
		this.#room = this.#sent = this.#received = this.#asked = 0;
		this.#wrong = false;
		const stream = this;
		let up = false;
		const options = {
			address: settings.host,
			port: this.kind === "tls" ? 443 : 7,
			onWritable(count: number) {
				if (!up) {
					up = true;
					stream.#again.well();
					say({ up: stream.kind, instance });
				}
				stream.#room = count;
				stream.#write();
			},
			onReadable(this: TCP) {
				for (let count = this.read(scratch); count; count = this.read(scratch)) stream.#heard(instance, count);
			},
			onError(error: Error) {
				say({ told: stream.kind, instance, error: error.message });
				stream.drop();
				stream.#again.later(() => stream.open());
			},
		};
		try {
			this.#tcp =
				this.kind === "tls"
					? new module.TLS({ ...options, tls: { ca: "our-ca", host: "host.example" } })
					: new module.TCP(options);
		} catch (error) {
			say({ refused: this.kind, error: (error as Error).message });
			this.#again.later(() => this.open());
		}
	}

	drop(): void {
		this.#again.stop();
		this.#tcp?.close();
		this.#tcp = undefined;
	}

	/** Has so many more bytes make the round. */
	use(count: number): void {
		if (!this.#tcp || this.#asked > this.#received + 4096) return;
		this.#asked += count;
		this.#write();
	}

	#write(): void {
		while (this.#tcp && this.#sent < this.#asked && this.#room > 0) {
			const count = Math.min(this.#asked - this.#sent, this.#room, scratch.length);
			for (let i = 0; i < count; i++) scratch[i] = streamByte(this.#instance, this.#sent + i);
			this.#room = this.#tcp.write(scratch.subarray(0, count));
			this.#sent += count;
		}
	}

	#heard(instance: number, count: number): void {
		for (let i = 0; i < count && !this.#wrong; i++) {
			// the other side's last words, before it closes, are its own
			if (scratch[i] === streamByte(instance, this.#received + i) && this.#received + i < this.#sent) continue;
			this.#wrong = true;
			say({ wrong: this.kind, instance, at: this.#received + i });
		}
		this.#received += count;
		say({ round: this.kind, instance, count: this.#received, sent: this.#sent });
	}
}

/** Publishes one reading after the other. */
class Publisher {
	readonly #keeper: Keeper;
	readonly #again = new Again();
	#client: MQTTClient | undefined;
	#instance = 0;
	#online = false;
	#number = 0;
	#pending = false;

	constructor(keeper: Keeper) {
		this.#keeper = keeper;
	}

	open(): void {
		const { module, addressed } = this.#keeper;
		if (!module || !addressed || this.#client) return;
		const instance = ++this.#instance;
		const publisher = this;
		const { MQTTClient } = module;
		try {
			this.#client = new MQTTClient({
				host: settings.broker,
				id: "keeper",
				onControl(operation, { id }) {
					if (operation === MQTTClient.CONNACK) {
						publisher.#online = true;
						publisher.#again.well();
						this.write(null, { operation: 8, items: [{ topic: "to/keeper", QoS: 1 }] });
						say({ up: "mqtt", instance });
					} else if (operation === MQTTClient.PUBACK) {
						publisher.#pending = false;
						say({ acknowledged: id });
					}
				},
				onReadable(_count, { topic }) {
					this.read(scratch);
					say({ message: topic });
				},
				onError(error) {
					say({ told: "mqtt", instance, error: error.message });
					publisher.drop();
					publisher.#again.later(() => publisher.open());
				},
			});
		} catch (error) {
			say({ refused: "mqtt", error: (error as Error).message });
			this.#again.later(() => this.open());
		}
	}

	drop(): void {
		this.#again.stop();
		this.#client?.close();
		this.#client = undefined;
		this.#online = this.#pending = false;
	}

	use(): void {
		if (!this.#client || !this.#online || this.#pending) return;
		this.#number++;
		try {
			this.#client.write(encode(`reading ${this.#number}`), { topic: "from/keeper", QoS: 1, id: this.#number });
			this.#pending = true;
			say({ taken: this.#number });
		} catch (error) {
			say({ refused: "publish", error: (error as Error).message });
		}
	}
}

class Keeper {
	module: WFI32 | undefined;
	addressed = false;
	readonly #again = new Again();
	readonly #streams = (["tcp", "tls"] as const).filter((it) => settings.keep.includes(it));
	readonly #kept = this.#streams.map((kind) => new Stream(this, kind));
	readonly #publisher = settings.keep.includes("mqtt") ? new Publisher(this) : undefined;
	#wifi: WiFi | undefined;
	#instance = 0;

	open(): void {
		const instance = ++this.#instance;
		this.module = new WFI32({
			serial: { ...settings.serial, io: Serial as unknown as WFI32Options["serial"]["io"] },
			reset: { io: Digital as never, pin: settings.reset },
			certificates: ["our-ca"],
			onReady: () => {
				say({ up: "module", instance });
				this.#again.well();
				this.#join();
			},
			onError: (error) => {
				say({ told: "module", instance, error: error.message });
				this.#drop();
				this.#wifi?.close();
				this.module?.close();
				this.#wifi = this.module = undefined;
				this.#again.later(() => this.open());
			},
		});
	}

	beat(): void {
		for (const it of this.#kept) it.use(BITE);
		this.#publisher?.use();
	}

	/** What the other side asks for. */
	asked(what: { use?: Kind; count?: number; scan?: boolean; probe?: boolean; diagnostics?: boolean }): void {
		for (const it of this.#kept) if (it.kind === what.use) it.use(what.count ?? 0);
		if (what.scan) this.#scan();
		if (what.probe) this.#probe();
		if (what.diagnostics) say({ diagnostics: this.module?.diagnostics });
	}

	#join(): void {
		if (!this.module) return;
		this.#wifi ??= new this.module.WiFi({
			onChanged: () => this.#changed(),
			onError: (error) => {
				say({ told: "wifi", instance: this.#instance, error: error.message });
				this.#drop();
				this.#again.later(() => this.#join());
			},
		});
		if (this.#wifi.connection > 200) this.#wifi.disconnect();
		this.#wifi.connect({ SSID: "home", password: "correct horse" });
	}

	#changed(): void {
		const addressed = this.#wifi?.connection === 500;
		if (addressed === this.addressed) return;
		this.addressed = addressed;
		if (!addressed) return this.#drop();
		say({ up: "wifi", instance: this.#instance });
		this.#again.well();
		for (const it of this.#kept) it.open();
		this.#publisher?.open();
	}

	#drop(): void {
		this.addressed = false;
		for (const it of this.#kept) it.drop();
		this.#publisher?.drop();
	}

	/** A command that makes no difference. */
	#probe(): void {
		try {
			this.#wifi?.configureScan({});
		} catch (error) {
			say({ refused: "probe", error: (error as Error).message });
		}
	}

	#scan(): void {
		try {
			this.#wifi?.scan({
				onFound: () => {},
				onComplete: (error?: Error | null) => say({ scanned: true, error: error?.message }),
			});
			say({ scanning: true });
		} catch (error) {
			say({ scanned: true, error: (error as Error).message });
		}
	}
}

const watchdog = new Watchdog({ timeout: settings.watchdog });
Timer.repeat(() => watchdog.feed(), settings.watchdog / 4);
const keeper = new Keeper();
keeper.open();
Timer.repeat(() => keeper.beat(), settings.beat);
onMessage((text) => keeper.asked(JSON.parse(text)));
