import type { Cancel } from "../world/clock";
import type { AccessPoint, JoinFailure, JoinRequest, Security, StationLink } from "../world/radio";
import type { Arguments, Command, Reply } from "./command";
import type { Chapter, Core } from "./core";
import { type Field, quote } from "./format";
import { Refusal, Result } from "./result";
import { runStoreCommand, type Setting, Store, storeSecrets } from "./store";

/** 5.1.3. */
const settings: readonly Setting[] = [
	{ id: 1, kind: "string", highest: 32, initial: "" },
	{ id: 2, kind: "integer", lowest: 0, highest: 4, initial: 0 },
	{ id: 3, kind: "string", highest: 128, initial: "", secret: true },
	{ id: 4, kind: "integer", lowest: 1, highest: 255, initial: 255 },
	{ id: 12, kind: "string", highest: 128, initial: "" },
	{ id: 13, kind: "integer", lowest: 0, highest: 1, initial: 0 },
];

/** What the firmware prints besides: placeholders by chapter 2. */
const placeholders: readonly Setting[] = [
	{ id: 5, kind: "string", highest: 6, initial: "" },
	{ id: 6, kind: "address", initial: "0.0.0.0" },
	{ id: 7, kind: "address", initial: "0.0.0.0" },
	{ id: 8, kind: "address", initial: "0.0.0.0" },
	{ id: 9, kind: "address", initial: "0.0.0.0" },
	{ id: 10, kind: "address", initial: "0.0.0.0" },
	{ id: 11, kind: "integer", lowest: 0, highest: 1, initial: 1 },
	{ id: 14, kind: "integer", lowest: 0, highest: 1, initial: 1 },
	{ id: 15, kind: "integer", lowest: 0, highest: 1, initial: 0 },
];

const ANY_CHANNEL = 255;
/** The station's association; the soft AP's stations get the IDs above. */
const ASSOCIATION = 1;

export type StationState = "off" | "joining" | "connected";

/** Reference 5.1 and 5.2: the module as a Wi-Fi station. */
export class Station implements Chapter {
	readonly #core: Core;
	readonly #store: Store;
	/** Whether the soft AP is on; set by who knows. */
	blocked: () => boolean = () => false;
	#state: StationState = "off";
	/** A join that failed without anybody being told: the firmware goes on calling it joining. */
	#failed = false;
	#accessPoint: AccessPoint | undefined;
	#joined: StationLink | undefined;
	#timeout: Cancel | undefined;
	readonly commands: readonly Command[];

	constructor(core: Core) {
		this.#core = core;
		const all = core.capabilities.placeholders ? [...settings, ...placeholders] : settings;
		this.#store = new Store([...all].sort((a, b) => a.id - b.id));
		this.commands = [
			{
				name: "WSTAC",
				forms: ["", "i", "i*"],
				secrets: (parameters) => storeSecrets(this.#store, parameters),
				run: (parameters, reply) => this.#configure(parameters, reply),
			},
			{
				name: "WSTA",
				forms: core.capabilities.joinTimeout ? ["", "i", "ii"] : ["", "i"],
				run: (parameters, reply) => this.#switch(parameters, reply),
			},
		];
	}

	get state(): StationState {
		return this.#state;
	}

	get accessPoint(): AccessPoint | undefined {
		return this.#accessPoint;
	}

	/** The module's address, once it has one. */
	get address(): string | undefined {
		return this.#core.link.address;
	}

	get ssid(): Uint8Array {
		return this.#store.bytes(1);
	}

	stop(): void {
		this.#timeout?.();
		this.#joined?.leave();
	}

	#configure(parameters: Arguments, reply: Reply): undefined {
		const { capabilities, format } = this.#core;
		return runStoreCommand(
			{
				name: "WSTAC",
				store: this.#store,
				format,
				dumpName: capabilities.stationDumpBare ? "WSTAC" : "+WSTAC",
				locked: () => (this.#locked() ? Result.configurationLocked : undefined),
				configurationRefusal: capabilities.configurationRefusal,
				emptyWriteRefused: capabilities.emptyWriteRefused,
			},
			parameters,
			reply,
		);
	}

	#locked(): boolean {
		if (this.#state === "connected") return true;
		return this.#state === "joining" && !this.#failed && this.#core.capabilities.stationLock === "joining";
	}

	#switch(parameters: Arguments, reply: Reply): undefined {
		if (!parameters.count) return this.#show(reply);
		const state = parameters.integer(0, 0, 1);
		const timeout = parameters.count > 1 ? parameters.integer(1, 0) : 0;
		if (state) this.#start(timeout);
		else this.#stop();
		return undefined;
	}

	/** 5.2.3; the RSSI is always 0 in this version. */
	#show(reply: Reply): undefined {
		const { capabilities, format } = this.#core;
		const on = this.#state !== "off" && !this.#failed;
		const fields: Field[] = [on ? 1 : 0];
		if (capabilities.associationIds) fields.unshift(ASSOCIATION);
		if (on) fields.push(this.#store.bytes(1), 0, this.#store.number(2));
		reply.line(format.line("+WSTA", fields));
		return undefined;
	}

	#start(timeout: number): void {
		const { capabilities, world } = this.#core;
		if (capabilities.oneInterface && this.blocked()) throw new Refusal(Result.stationStartRefused);
		const { connected, joining } = capabilities.stationStart;
		if (this.#state === "connected" && connected) throw new Refusal(connected);
		if (this.#state === "joining" && joining) throw new Refusal(joining);
		const request = this.#request();
		this.#leave();
		this.#state = "joining";
		this.#failed = false;
		this.#joined = world.radio.join(request, {
			onUp: (accessPoint) => this.#up(accessPoint),
			onAddress: (address) => this.#addressed(address),
			onFailed: (reason) => this.#joinFailed(reason),
			onDown: () => this.#down(),
		});
		if (timeout) this.#timeout = world.clock.after(timeout, () => this.#timedOut());
	}

	/** What the configuration asks for, or a refusal. */
	#request(): JoinRequest {
		const { capabilities, mac } = this.#core;
		const ssid = this.#store.bytes(1);
		// 5.1.3: the SSID is mandatory
		if (!ssid.length) throw new Refusal(Result.invalidParameter);
		const type = this.#store.number(2);
		const securities = (capabilities.stationSecurity[type] ?? []) as readonly Security[];
		if (!securities.length) throw new Refusal(capabilities.securityRefusals.type);
		const credentials = this.#store.text(3);
		// WPA passphrases have 8–63 characters, keys 64 digits (IEEE 802.11, J.4)
		if ((type === 2 || type === 3) && (credentials.length < 8 || credentials.length > 64)) {
			throw new Refusal(capabilities.securityRefusals.parameters);
		}
		const channel = this.#store.number(4);
		return {
			ssid,
			mac,
			securities,
			...splitCredentials(type, credentials),
			channel: channel === ANY_CHANNEL ? undefined : channel,
		};
	}

	#stop(): void {
		const { off, joining } = this.#core.capabilities.stationStop;
		if (this.#state === "off" && off) throw new Refusal(off);
		if (this.#state === "joining" && joining) throw new Refusal(joining);
		if (this.#state === "off") return;
		const wasConnected = this.#state === "connected";
		this.#leave();
		this.#state = "off";
		// the link goes down behind the OK
		if (wasConnected) this.#core.world.clock.after(0, () => this.#announceDown());
	}

	#leave(): void {
		this.#timeout?.();
		this.#timeout = undefined;
		this.#joined?.leave();
		this.#joined = undefined;
		this.#accessPoint = undefined;
		if (this.#state === "connected") this.#core.link.down("station");
	}

	#up(accessPoint: AccessPoint): void {
		this.#timeout?.();
		this.#state = "connected";
		this.#accessPoint = accessPoint;
		const fields: Field[] = [quote(accessPoint.bssid), accessPoint.channel];
		this.#event("+WSTALU", fields);
	}

	#addressed(address: string): void {
		this.#event("+WSTAAIP", [quote(address)]);
		this.#core.link.up("station", address);
		if (this.#core.capabilities.announcesTime) this.#announceTime();
	}

	/** The firmware tells the time it learnt from the network, unasked. */
	#announceTime(): void {
		const seconds = 1_700_000_000 + Math.floor(this.#core.world.clock.now() / 1000);
		this.#core.engine.event(`+TIME:3,${seconds}`);
	}

	#joinFailed(_reason: JoinFailure): void {
		const { capabilities, engine } = this.#core;
		this.#joined = undefined;
		this.#failed = true;
		if (capabilities.joinFailure === "timeout") return;
		this.#state = "off";
		engine.event(`+WSTAERR:${Result.stationStartFailed}`);
	}

	#timedOut(): void {
		const { engine } = this.#core;
		this.#leave();
		this.#state = "off";
		engine.event(`+WSTA:${engine.resultText(Result.stationStartFailed)}`);
	}

	#down(): void {
		this.#joined = undefined;
		this.#leave();
		this.#state = "off";
		this.#announceDown();
	}

	#announceDown(): void {
		const { associationIds, linkDownId } = this.#core.capabilities;
		this.#core.engine.event(associationIds && linkDownId ? `+WSTALD:${ASSOCIATION}` : "+WSTALD");
	}

	#event(name: string, fields: readonly Field[]): void {
		const { capabilities, engine, format } = this.#core;
		engine.event(format.line(name, capabilities.associationIds ? [ASSOCIATION, ...fields] : fields));
	}
}

/**
 * The credentials by security type. The table of 5.1.3 is shifted by one row: the key index belongs to WEP, the user
 * name to Enterprise, and a pre-shared key is any string.
 */
function splitCredentials(type: number, credentials: string): { password: string; username?: string } {
	const star = credentials.indexOf("*");
	if (star < 0 || (type !== 1 && type !== 4)) return { password: credentials };
	const password = credentials.slice(star + 1);
	return type === 4 ? { username: credentials.slice(0, star), password } : { password };
}
