import type { AccessPoint, Security } from "../world/radio";
import type { Arguments, Command, Reply } from "./command";
import type { Chapter, Core } from "./core";
import { type Field, quote } from "./format";
import { Refusal, Result } from "./result";
import { runStoreCommand, Store, storeSecrets } from "./store";

/** A station on the soft AP. */
export interface Guest {
	id: number;
	mac: string;
	address?: string;
}

/** Association 1 is the module's own as a station; the example of 5.4.6 begins with 2. */
const FIRST_ASSOCIATION = 2;
const RSSI = -40;

/** Reference 5.3 and 5.4: the module as an access point. */
export class Hotspot implements Chapter {
	readonly #core: Core;
	readonly #store: Store;
	/** Whether the station is on; set by who knows. */
	blocked: () => boolean = () => false;
	#accessPoint: AccessPoint | undefined;
	readonly #guests: Guest[] = [];
	readonly commands: readonly Command[];

	constructor(core: Core) {
		this.#core = core;
		this.#store = new Store([
			{ id: 1, kind: "string", lowest: 1, highest: 32, initial: core.capabilities.accessPoint.name },
			{ id: 2, kind: "integer", lowest: 0, highest: 4, initial: 0 },
			{ id: 3, kind: "string", highest: 128, initial: "", secret: true },
			{ id: 4, kind: "integer", lowest: 1, highest: 14, initial: 6 },
			{ id: 5, kind: "integer", lowest: 0, highest: 1, initial: 0 },
		]);
		this.commands = [
			{
				name: "WAPC",
				forms: ["", "i", "i*"],
				secrets: (parameters) => storeSecrets(this.#store, parameters),
				run: (parameters, reply) => this.#configure(parameters, reply),
			},
			{ name: "WAP", forms: ["", "i"], run: (parameters, reply) => this.#switch(parameters, reply) },
		];
	}

	get on(): boolean {
		return this.#accessPoint !== undefined;
	}

	get guests(): readonly Guest[] {
		return this.#guests;
	}

	stop(): void {
		const accessPoint = this.#accessPoint;
		this.#accessPoint = undefined;
		if (accessPoint) this.#core.world.radio.remove(accessPoint);
	}

	#configure(parameters: Arguments, reply: Reply): undefined {
		const { configurationRefusal, emptyWriteRefused } = this.#core.capabilities;
		return runStoreCommand(
			{
				name: "WAPC",
				store: this.#store,
				format: this.#core.format,
				// 5.3.3: read only while it is on
				locked: () => (this.on ? Result.configurationLocked : undefined),
				configurationRefusal,
				emptyWriteRefused,
			},
			parameters,
			reply,
		);
	}

	#switch(parameters: Arguments, reply: Reply): undefined {
		if (!parameters.count) return this.#show(reply);
		if (parameters.integer(0, 0, 1)) this.#start();
		else this.#end();
		return undefined;
	}

	/** 5.4.3: with the first of its stations. */
	#show(reply: Reply): undefined {
		const [first] = this.#guests;
		const fields: Field[] = [this.on ? 1 : 0];
		if (first) fields.push(quote(first.mac), RSSI);
		reply.line(this.#core.format.line("+WAP", fields));
		return undefined;
	}

	#start(): void {
		const { capabilities, world, mac, link } = this.#core;
		const { refusals, address } = capabilities.accessPoint;
		if (this.on) throw new Refusal(refusals.whileOn);
		if (capabilities.oneInterface && this.blocked()) throw new Refusal(Result.accessPointStartRefused);
		const type = this.#store.number(2);
		const security = capabilities.accessPoint.security[type] as Security | undefined;
		if (!security) throw new Refusal(Result.securityType);
		const accessPoint = world.radio.add(
			{
				ssid: this.#store.bytes(1),
				bssid: mac,
				channel: this.#store.number(4),
				security,
				password: this.#password(type),
				hidden: this.#store.number(5) === 1,
				dhcp: { address, delay: 100 },
			},
			{
				onJoined: (guest) => this.#joined(guest),
				onLeft: (guest) => this.#left(guest),
				assign: (guest) => this.#assign(guest),
			},
		);
		this.#accessPoint = accessPoint;
		link.up("accessPoint", address);
	}

	/** The password of the configuration, or a refusal when it does not fit the security type. */
	#password(type: number): string {
		const credentials = this.#store.text(3);
		const refusal = new Refusal(this.#core.capabilities.securityRefusals.parameters);
		if (type === 1) {
			// WEP: KEYINDEX*PASSWORD (5.3.3, its rows shifted as in 5.1.3)
			const key = /^[1-4]\*(.+)$/s.exec(credentials)?.[1];
			if (key === undefined) throw refusal;
			return key;
		}
		if (type > 1 && (credentials.length < 8 || credentials.length > 64)) throw refusal;
		return credentials;
	}

	#end(): void {
		const { link, world, capabilities } = this.#core;
		const accessPoint = this.#accessPoint;
		const { off } = capabilities.accessPoint.refusals;
		if (!accessPoint && off) throw new Refusal(off);
		if (!accessPoint) return;
		this.#accessPoint = undefined;
		link.down("accessPoint");
		// behind the OK its stations are told of, one by one
		world.clock.after(0, () => world.radio.remove(accessPoint));
	}

	#joined(mac: string): void {
		let id = FIRST_ASSOCIATION;
		while (this.#guests.some((guest) => guest.id === id)) id++;
		this.#guests.push({ id, mac });
		this.#event("+WAPSC", id, quote(mac));
	}

	#assign(mac: string): string | undefined {
		const guest = this.#guests.find((it) => it.mac === mac);
		if (!guest) return undefined;
		const { pool } = this.#core.capabilities.accessPoint;
		const first = Number(pool.slice(pool.lastIndexOf(".") + 1));
		const network = pool.slice(0, pool.lastIndexOf(".") + 1);
		let last = first;
		while (this.#guests.some((it) => it.address === network + last)) last++;
		guest.address = network + last;
		this.#event("+WAPAIP", guest.id, quote(guest.address));
		return guest.address;
	}

	#left(mac: string): void {
		const index = this.#guests.findIndex((guest) => guest.mac === mac);
		const [guest] = index < 0 ? [] : this.#guests.splice(index, 1);
		if (guest) this.#event("+WAPSD", guest.id, quote(mac));
	}

	#event(name: string, id: number, field: Field): void {
		const { capabilities, engine, format } = this.#core;
		engine.event(format.line(name, capabilities.associationIds ? [id, field] : [field]));
	}
}
