// The driver with its classes at the other end of a dialogue.

import { Driver } from "drivers/wfi32/driver";
import { type Buffers, defaultBuffers } from "drivers/wfi32/sizes";
import type { Test } from "testing/behaviour";
import { Dialogue } from "tests/device/dialogue";
import { data, type Example } from "tests/device/transcript-data";
import { MQTTClient, type MQTTClientOptions } from "wfi32/mqtt";
import { TCP, type TCPOptions } from "wfi32/tcp";
import { WiFi, WiFiInterface, type WiFiOptions } from "wfi32/wifi";

/** Certificates that the module is known to have. */
const certificates = ["our-ca", "app_client_cert_der_mosquitto_org"];

export class Stage {
	readonly t: Test;
	readonly dialogue: Dialogue;
	readonly driver: Driver;
	readonly chapter: string;
	/** What the counters of lines without meaning are to read in the end. */
	unknownLines = 0;
	/** Commands that were left without an answer. */
	timeouts = 0;
	/** What the driver told of what it did not understand. */
	readonly unexpected: string[] = [];

	/** @param release "": the module is believed */
	constructor(t: Test, example: Example, cut: number, release: string, buffers: Partial<Buffers>) {
		this.t = t;
		this.chapter = example.chapter;
		this.dialogue = new Dialogue(example.steps, cut);
		this.driver = new Driver(
			{ io: this.dialogue.Port as never, baud: 115_200 },
			{ ...defaultBuffers, ...buffers },
			release || undefined,
			certificates,
			{ onReady() {}, onFailure() {}, onUnexpected: (fault, name) => this.unexpected.push(`${fault} ${name}`) },
		);
	}

	/** The module answers, and the example may come. */
	async ready(): Promise<void> {
		await this.until(() => this.driver.ready, "the module");
		this.dialogue.armed = true;
	}

	async until(condition: () => unknown, what: string): Promise<void> {
		// by steps, not event by event: there are many cuts
		for (let left = 30_000; !condition(); left -= 25) {
			this.t.ok(left > 0, `${this.chapter}: ${what} did not come`);
			await this.t.advance(25);
		}
	}

	wifi(options: WiFiOptions = {}): WiFi {
		return new WiFi(options, new WiFiInterface(this.driver));
	}

	/** A TCP socket that is connected, before the example. */
	async connected(id: number, options: Partial<TCPOptions> = {}): Promise<TCP> {
		this.dialogue.ids.push(id);
		let open = false;
		const tcp = new TCP({ address: "192.0.2.1", port: 80, ...options, onWritable: () => (open = true) }, this.driver);
		await this.until(() => open, "connecting");
		return tcp;
	}

	/** A client of the MQTT service that is connected, before the example. */
	async client(options: Partial<MQTTClientOptions> = {}): Promise<MQTTClient> {
		let open = false;
		const client = new MQTTClient({ host: "192.0.2.10", ...options, onWritable: () => (open = true) }, this.driver);
		await this.until(() => open, "the broker");
		return client;
	}

	/** The driver finds back to the module, and asks it what has become of everything. */
	async doubt(wifi: WiFi): Promise<void> {
		const { counters } = this.driver.engine;
		this.timeouts++;
		this.dialogue.deaf = 1;
		wifi.configureScan({});
		await this.until(() => counters.resynchronisations > 0 && this.driver.ready, "finding back");
	}

	/** Everything was said, and understood. */
	check(): void {
		const { t, dialogue, driver, chapter } = this;
		t.equal(dialogue.left, [], `${chapter}: not said`);
		const { malformedLines, unknownLines, tornPayloads, strayResults, timeouts, echoes } = driver.engine.counters;
		t.equal(
			{ malformedLines, unknownLines, tornPayloads, strayResults, timeouts },
			{ malformedLines: 0, unknownLines: this.unknownLines, tornPayloads: 0, strayResults: 0, timeouts: this.timeouts },
			chapter,
		);
		t.ok(echoes < 2);
	}
}

/** One way to bring an example about. */
export interface Act {
	/** The release that the driver takes the module for; "": what the module says. */
	release?: string;
	buffers?: Partial<Buffers>;
	/** The example is part of what the driver begins with. */
	fromBoot?: boolean;
	play(stage: Stage): Promise<void>;
}

/** Plays an example with every cut there is, each with a driver of its own. */
export async function playAll(t: Test, example: Example, act: Act, cuts: readonly number[]): Promise<void> {
	let longest = 0;
	let length = 0;
	for (const { host, text } of example.steps) {
		length = host ? 0 : length + text.length;
		if (length > longest) longest = length;
	}
	for (const cut of cuts) {
		if (cut >= longest) break;
		const stage = new Stage(t, example, cut, act.release ?? data.release, act.buffers ?? {});
		if (act.fromBoot) {
			stage.dialogue.armed = true;
			await stage.until(() => stage.driver.ready, "the module");
		} else await stage.ready();
		await act.play(stage);
		stage.check();
		stage.driver.close();
		await t.advance(100);
	}
}
