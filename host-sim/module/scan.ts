import type { Cancel } from "../world/clock";
import type { AccessPoint, Security } from "../world/radio";
import type { Arguments, Command, Reply } from "./command";
import type { Chapter, Core } from "./core";
import { quote } from "./format";
import { Refusal, Result } from "./result";
import { runStoreCommand, Store } from "./store";

/** Numbers of 4.2.4 and 4.3.4. WPA3 has none: it is shown as the nearest there is. */
const securityNumbers: Readonly<Record<Security, number>> = {
	open: 0,
	wep: 1,
	wpa: 2,
	wpa2: 3,
	wpa3: 3,
	enterprise: 4,
};

const ALL_CHANNELS = 255;
const CHANNELS = 14;

interface Found {
	accessPoint: AccessPoint;
	ssid: Uint8Array;
}

/** Reference chapter 4: scanning. */
export class Scan implements Chapter {
	readonly #core: Core;
	/** 4.1.3; the example's values stand for the defaults. */
	readonly #store = new Store([
		{ id: 1, kind: "integer", lowest: 1, highest: 65_535, initial: 30 },
		{ id: 2, kind: "integer", lowest: 1, highest: 65_535, initial: 300 },
	]);
	#timer: Cancel | undefined;
	#scanning = false;
	readonly commands: readonly Command[];

	constructor(core: Core) {
		this.#core = core;
		this.commands = [
			{ name: "WSCNC", forms: ["", "i", "i*"], run: (parameters, reply) => this.#configure(parameters, reply) },
			{ name: "WSCNA", forms: ["i", "is"], run: (parameters) => this.#scan(parameters, this.#store.number(1), true) },
			{ name: "WSCNP", forms: ["i", "is"], run: (parameters) => this.#scan(parameters, this.#store.number(2), false) },
		];
	}

	stop(): void {
		this.#timer?.();
	}

	#configure(parameters: Arguments, reply: Reply): undefined {
		const { format, capabilities } = this.#core;
		const { configurationRefusal, emptyWriteRefused } = capabilities;
		return runStoreCommand(
			{ name: "WSCNC", store: this.#store, format, locked: () => undefined, configurationRefusal, emptyWriteRefused },
			parameters,
			reply,
		);
	}

	#scan(parameters: Arguments, time: number, active: boolean): undefined {
		const channel = parameters.integer(0, 1, ALL_CHANNELS);
		if (channel > CHANNELS && channel !== ALL_CHANNELS) throw new Refusal(Result.invalidParameter);
		// 4.3.2 calls the SSID of a passive scan an integer: a slip, 4.2.2 has it as a string
		const ssid = parameters.count > 1 ? parameters.bytes(1, 1, 32).slice() : undefined;
		if (this.#scanning) throw new Refusal(Result.wifiRequest);
		this.#scanning = true;
		const channels = channel === ALL_CHANNELS ? CHANNELS : 1;
		this.#timer = this.#core.world.clock.after(time * channels, () => {
			if (this.#core.world.radio.scansFail) return this.#failed();
			const wanted = channel === ALL_CHANNELS ? undefined : channel;
			this.#report(this.#core.world.radio.heard(wanted, active ? ssid : undefined), ssid);
		});
		return undefined;
	}

	/** 4.2.6. */
	#failed(): void {
		this.#scanning = false;
		if (this.#core.capabilities.tellsScanFailure) this.#core.engine.event("+WSCNERROR");
	}

	#report(heard: readonly Found[], ssid: Uint8Array | undefined): void {
		const { capabilities, engine } = this.#core;
		const stops = ssid && capabilities.filteredScanStops;
		const found: Found[] = [];
		let ends = true;
		for (const it of heard) {
			const wanted = !ssid || Buffer.compare(ssid, it.ssid) === 0;
			if (wanted) found.push(it);
			else if (stops) {
				ends = false;
				break;
			}
		}
		if (!heard.length && !capabilities.emptyScanEnds) ends = false;
		// 4.2.4: the strongest are not asked for first; one indication a turn
		engine.addWork(() => {
			const next = found.shift();
			if (next) this.#indicate(next);
			if (found.length) return true;
			this.#scanning = false;
			if (ends) engine.event("+WSCNDONE");
			return false;
		});
	}

	#indicate({ accessPoint, ssid }: Found): void {
		const { capabilities, engine, format } = this.#core;
		if (capabilities.scanHides.includes(accessPoint.security)) return;
		const { rssi, security, channel, bssid } = accessPoint;
		// 4.3.7: a hidden SSID is `[]`, whatever an empty string looks like elsewhere
		const name = ssid.length ? format.string(ssid) : "[]";
		const fields = [rssi, securityNumbers[security], channel, quote(bssid)];
		engine.event(`${format.line("+WSCNIND", fields)},${name}`);
	}
}
