import type { Context } from "drivers/wfi32/context";
import { associationIn, textIn } from "drivers/wfi32/fields";
import { WAPSC } from "drivers/wfi32/names";

/** A station on the module's own access point. What is not known is undefined. */
export interface Association {
	/** Lower case, with colons. */
	readonly mac: string;
	/** What the access point's DHCP server gave to it. */
	readonly address: string | undefined;
	/** dBm, as it was when it was last asked for. */
	readonly rssi: number | undefined;
}

class Member implements Association {
	/** The module's association ID; -1: it tells none. */
	id: number;
	readonly mac: string;
	address: string | undefined;
	rssi: number | undefined;
	/** Listed in the answer at hand. */
	listed = false;

	constructor(id: number, mac: string) {
		this.id = id;
		this.mac = mac;
	}
}

/** What has happened to a station. */
export type Happening = "joined" | "address" | "left";
const JOINED: Happening = "joined";
const ADDRESS: Happening = "address";
const LEFT: Happening = "left";

/** Who is told, at once, while the driver is at work. */
export interface AssociationsOwner {
	happened(happening: Happening, station: Association): void;
}

/** More than the module serves: beyond it, lines are not believed. */
const MOST = 32;

/**
 * Who is on the module's access point (reference 5.4.4–5.4.6: with association IDs; the firmware's events have none, and
 * its +WAPAIP does not say whose the address is).
 */
export class Associations {
	readonly #context: Context;
	readonly #owner: AssociationsOwner;
	#members: Member[] = [];
	#anyListed = false;

	constructor(context: Context, owner: AssociationsOwner) {
		this.#context = context;
		this.#owner = owner;
	}

	get all(): readonly Association[] {
		return this.#members;
	}

	/** Nobody is there any more, and nobody is told. */
	clear(): void {
		this.#members = [];
	}

	/** +WAPSC:[<ASSOC_ID>,]<BSSID> */
	joined(): void {
		const { fields } = this.#context.engine;
		const id = associationIn(fields);
		const mac = textIn(this.#context).toLowerCase();
		if (fields.valid) this.add(id, mac);
	}

	/** +WAPSD:[<ASSOC_ID>,]<BSSID> */
	left(): void {
		const { fields } = this.#context.engine;
		const id = associationIn(fields);
		const mac = fields.more ? textIn(this.#context).toLowerCase() : "";
		if (!fields.valid || (mac === "" && id < 0)) return;
		const member = this.#members.find((it) => (mac ? it.mac === mac : it.id === id));
		if (member) this.remove(member);
	}

	/** +WAPAIP:[<ASSOC_ID>,]<IP_ADDRESS> */
	addressed(): void {
		const { fields } = this.#context.engine;
		const id = associationIn(fields);
		const address = textIn(this.#context);
		if (!fields.valid) return;
		const members = this.#members;
		if (members.some((it) => it.address === address)) return; // renewed
		// without an ID: whoever waits longest
		let member = id >= 0 ? members.find((it) => it.id === id) : undefined;
		member ??= members.find((it) => it.address === undefined) ?? (members.length === 1 ? members[0] : undefined);
		if (!member) return;
		member.address = address;
		this.#owner.happened(ADDRESS, member);
	}

	/** Before the lines of +WAP are read. */
	beginList(): void {
		this.#anyListed = false;
		for (const it of this.#members) it.listed = false;
	}

	/** <BSSID>,<RSSI> of a line of +WAP, from the comma before. */
	list(): void {
		const { fields } = this.#context.engine;
		fields.comma();
		const mac = textIn(this.#context).toLowerCase();
		const rssi = fields.more ? fields.nextInteger() : undefined;
		if (!fields.valid || mac === "") return;
		const member = this.#members.find((it) => it.mac === mac) ?? this.add(-1, mac);
		if (!member) return;
		member.rssi = rssi;
		member.listed = this.#anyListed = true;
	}

	/** After them: when none is listed, none is there. One line may stand for many, so that a missing one proves nothing. */
	endList(): void {
		if (!this.#anyListed) for (const it of [...this.#members]) this.remove(it);
	}

	private add(id: number, mac: string): Member | undefined {
		// it has come back before it was known to have gone
		const known = this.#members.find((it) => it.mac === mac);
		if (known) this.remove(known);
		if (this.#members.length >= MOST) {
			this.#context.engine.malformed(WAPSC);
			return undefined;
		}
		const member = new Member(id, mac);
		this.#members.push(member);
		this.#owner.happened(JOINED, member);
		return member;
	}

	private remove(member: Member): void {
		this.#members.splice(this.#members.indexOf(member), 1);
		this.#owner.happened(LEFT, member);
	}
}
