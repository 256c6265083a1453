import Time from "time";
import Timer from "timer";
import type { Listener } from "wfi32/listener";
import type { WFI32 } from "wfi32/provider";
import type { TCP } from "wfi32/tcp";
import { encode } from "wfi32/text";
import type { UDP } from "wfi32/udp";
import type { WiFi } from "wfi32/wifi";

/** What the door has: 1 when it is open. */
export interface Contact {
	read(): number;
}

export interface DoorOptions {
	wfi32: WFI32;
	contact: Contact;
	ssid: string;
	password?: string;
	/** Where the state can be asked for by HTTP. */
	port: number;
	/** Who is told of every change, by a datagram of JSON. */
	collector: string;
	collectorPort: number;
}

/** A contact bounces for some milliseconds. */
const POLL = 20;
const SETTLED = 3;
const REJOIN = 5000;
const ADDRESSED = 500;
const DISCONNECTED = 200;

/**
 * A door contact: tells a collector when the door is opened or closed, and whoever asks by HTTP whether it is open. What
 * happened while there was no network is told when there is one again.
 */
export class Door {
	readonly #options: DoorOptions;
	readonly #network: WiFi;
	readonly #untold: string[] = [];
	#listener: Listener | undefined;
	#udp: UDP | undefined;
	#open: boolean;
	#changes = 0;
	#since = Time.ticks;
	#different = 0;
	#rejoin: Timer | undefined;
	readonly #polling: Timer;

	constructor(options: DoorOptions) {
		this.#options = options;
		this.#open = options.contact.read() === 1;
		this.#network = new options.wfi32.WiFi({
			onChanged: (name) => {
				if (name === "address") this.addressChanged();
			},
			onError: () => this.joinLater(),
		});
		this.join();
		this.#polling = Timer.repeat(() => this.poll(), POLL);
	}

	/** Ends it: nothing happens after this. */
	close(): void {
		Timer.clear(this.#polling);
		this.down();
		if (this.#rejoin) Timer.clear(this.#rejoin);
		this.#network.close();
	}

	private join(): void {
		const { ssid, password } = this.#options;
		if (this.#network.connection > DISCONNECTED) return;
		this.#network.connect(password ? { SSID: ssid, password } : { SSID: ssid });
	}

	private joinLater(): void {
		this.down();
		if (this.#rejoin) Timer.clear(this.#rejoin);
		this.#rejoin = Timer.set(() => {
			this.#rejoin = undefined;
			this.join();
		}, REJOIN);
	}

	private addressChanged(): void {
		if (this.#network.connection < ADDRESSED) return this.down();
		const door = this;
		const { wfi32, port } = this.#options;
		this.down();
		this.#udp = new wfi32.UDP({ onError: () => this.joinLater() });
		this.#listener = new wfi32.Listener({
			port,
			onReadable() {
				for (let connection = this.read(); connection; connection = this.read()) door.serve(connection);
			},
			onError: () => this.joinLater(),
		});
		this.tell();
	}

	private down(): void {
		this.#udp?.close();
		this.#listener?.close();
		this.#udp = this.#listener = undefined;
	}

	/** Whatever is asked for, the answer is the state. */
	private serve(connection: TCP): void {
		let last = 0;
		const door = this;
		new this.#options.wfi32.TCP({
			from: connection,
			format: "number",
			onReadable() {
				for (
					let byte = this.read() as number | undefined;
					byte !== undefined;
					byte = this.read() as number | undefined
				) {
					if (byte === 13) continue;
					// the empty line that ends the request
					if (byte === 10 && last === 10) {
						this.format = "buffer";
						const body = door.state();
						const head = `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n`;
						this.write(encode(`${head}Connection: close\r\n\r\n${body}`));
						this.close();
						return;
					}
					last = byte;
				}
			},
			onError() {
				this.close();
			},
		});
	}

	private state(): string {
		const seconds = Math.round(Time.delta(this.#since) / 1000);
		return JSON.stringify({ open: this.#open, seconds, changes: this.#changes });
	}

	private poll(): void {
		const open = this.#options.contact.read() === 1;
		if (open === this.#open) {
			this.#different = 0;
			return;
		}
		if (++this.#different < SETTLED) return;
		this.#different = 0;
		this.#open = open;
		this.#since = Time.ticks;
		this.#untold.push(JSON.stringify({ open, change: ++this.#changes }));
		this.tell();
	}

	private tell(): void {
		const { collector, collectorPort } = this.#options;
		while (this.#udp && this.#untold.length) {
			try {
				this.#udp.write(encode(this.#untold[0]), collector, collectorPort);
			} catch {
				return; // no room now: with the next change
			}
			this.#untold.shift();
		}
	}
}
