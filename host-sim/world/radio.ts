import type { Cancel, Clock } from "./clock";

export type Security = "open" | "wep" | "wpa" | "wpa2" | "wpa3" | "enterprise";

/** An access point in range, or the module's own. Everything may change during a run. */
export interface AccessPointOptions {
	/** 0–32 bytes; text stands for its UTF-8. */
	ssid: string | Uint8Array;
	/** Six bytes in hex, with colons. */
	bssid: string;
	/** 1–14. */
	channel?: number;
	/** dBm, -100–0. */
	rssi?: number;
	security?: Security;
	password?: string;
	/** For "enterprise" only. */
	username?: string;
	/** Whether beacons leave the SSID out. */
	hidden?: boolean;
	/** Whether it is switched on and in range. */
	up?: boolean;
	/** Milliseconds from asking to being associated, or refused. */
	joinDelay?: number;
	/** What its DHCP server gives, and how many milliseconds that takes; false: no DHCP. */
	dhcp?: { address: string; delay?: number } | false;
}

/** What a station asks the radio for. */
export interface JoinRequest {
	ssid: Uint8Array;
	/** The station's own MAC address. */
	mac: string;
	/** What the station is ready to speak. */
	securities: readonly Security[];
	password: string;
	username?: string;
	/** Undefined: any. */
	channel?: number;
}

export type JoinFailure = "not-found" | "security" | "password";

export interface StationEvents {
	onUp(accessPoint: AccessPoint): void;
	onAddress(address: string): void;
	onFailed(reason: JoinFailure): void;
	/** The access point went away, or sent the station away. */
	onDown(): void;
}

/** A station's place on an access point, from asking for it. */
export interface StationLink {
	/** Leaves, or gives up asking. No event follows. */
	leave(): void;
}

/** What the owner of a soft access point hears. */
export interface SoftAccessPointEvents {
	onJoined(mac: string): void;
	onLeft(mac: string): void;
	/** The address its DHCP server gives to this station. */
	assign(mac: string): string | undefined;
}

interface Member {
	request: JoinRequest;
	events: StationEvents;
	accessPoint?: AccessPoint;
	timer?: Cancel;
}

/** How long a station looks for a network that is not there, in milliseconds. */
const SEARCH_TIME = 1000;

/** An access point as the radio sees it; change it with {@link AccessPoint.set}. */
export class AccessPoint {
	readonly #radio: Radio;
	ssid = new Uint8Array();
	bssid = "";
	channel = 1;
	rssi = -50;
	security: Security = "open";
	password = "";
	username = "";
	hidden = false;
	up = true;
	joinDelay = 200;
	dhcp: { address: string; delay?: number } | false = { address: "192.168.0.100" };
	/** The soft access point's owner, if it is one. */
	readonly owner: SoftAccessPointEvents | undefined;

	constructor(radio: Radio, options: AccessPointOptions, owner?: SoftAccessPointEvents) {
		this.#radio = radio;
		this.owner = owner;
		this.set(options);
	}

	/** Changes what is given. Going down, or another name, channel, security or password, drops its stations. */
	set(options: Partial<AccessPointOptions>): void {
		const { ssid, ...rest } = options;
		if (ssid !== undefined)
			this.ssid = typeof ssid === "string" ? new TextEncoder().encode(ssid) : new Uint8Array(ssid);
		Object.assign(this, Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined)));
		const stays = ["rssi", "hidden", "joinDelay", "dhcp"];
		if (!this.up || Object.keys(options).some((key) => key !== "up" && !stays.includes(key))) this.kick();
	}

	/** Sends every station away. */
	kick(): void {
		this.#radio.disband(this);
	}

	/** MAC addresses of the stations on it. */
	get stations(): string[] {
		return this.#radio.members(this);
	}
}

/** The air: access points and the stations on them. */
export class Radio {
	readonly #clock: Clock;
	readonly #accessPoints = new Set<AccessPoint>();
	readonly #members = new Set<Member>();
	/** Whether the module's radio refuses to scan. */
	scansFail = false;

	constructor(clock: Clock) {
		this.#clock = clock;
	}

	get accessPoints(): AccessPoint[] {
		return [...this.#accessPoints];
	}

	/** Puts up an access point. `owner` is given by who runs it in software. */
	add(options: AccessPointOptions, owner?: SoftAccessPointEvents): AccessPoint {
		const accessPoint = new AccessPoint(this, options, owner);
		this.#accessPoints.add(accessPoint);
		return accessPoint;
	}

	/** Takes it down; its stations lose their link. */
	remove(accessPoint: AccessPoint): void {
		this.#accessPoints.delete(accessPoint);
		this.disband(accessPoint);
	}

	/** What can be heard. A hidden network has no name unless it was probed for by it. */
	heard(channel?: number, probed?: Uint8Array): { accessPoint: AccessPoint; ssid: Uint8Array }[] {
		return this.accessPoints
			.filter((it) => it.up && (channel === undefined || it.channel === channel))
			.map((accessPoint) => {
				const shown = !accessPoint.hidden || (probed !== undefined && same(probed, accessPoint.ssid));
				return { accessPoint, ssid: shown ? accessPoint.ssid : new Uint8Array() };
			});
	}

	/** Looks for the network, then joins the strongest of its access points. Events come later, never from in here. */
	join(request: JoinRequest, events: StationEvents): StationLink {
		const member: Member = { request, events };
		this.#members.add(member);
		const [strongest] = this.#candidates(request);
		const wait = strongest ? strongest.joinDelay : SEARCH_TIME;
		member.timer = this.#clock.after(wait, () => this.#decide(member));
		return { leave: () => this.#leave(member) };
	}

	/** For access points: MAC addresses of who is on it. */
	members(accessPoint: AccessPoint): string[] {
		return [...this.#members].filter((it) => it.accessPoint === accessPoint).map((it) => it.request.mac);
	}

	/** For access points: ends every link. */
	disband(accessPoint: AccessPoint): void {
		for (const member of [...this.#members]) {
			if (member.accessPoint !== accessPoint) continue;
			this.#leave(member);
			member.events.onDown();
		}
	}

	#candidates(request: JoinRequest): AccessPoint[] {
		return this.accessPoints
			.filter((it) => it.up && same(it.ssid, request.ssid))
			.filter((it) => request.channel === undefined || it.channel === request.channel)
			.sort((a, b) => b.rssi - a.rssi);
	}

	#decide(member: Member): void {
		const { request, events } = member;
		const candidates = this.#candidates(request);
		const accessPoint = candidates.find((it) => request.securities.includes(it.security));
		let failure: JoinFailure | undefined;
		if (!candidates.length) failure = "not-found";
		else if (!accessPoint) failure = "security";
		else if (!allowed(accessPoint, request)) failure = "password";
		if (!accessPoint || failure) {
			this.#members.delete(member);
			events.onFailed(failure ?? "not-found");
			return;
		}
		member.accessPoint = accessPoint;
		const { dhcp, owner } = accessPoint;
		const delay = dhcp ? (dhcp.delay ?? 100) : 100;
		if (dhcp || owner) {
			member.timer = this.#clock.after(delay, () => {
				const address = owner ? owner.assign(request.mac) : dhcp ? dhcp.address : undefined;
				if (address !== undefined) events.onAddress(address);
			});
		}
		events.onUp(accessPoint);
		owner?.onJoined(request.mac);
	}

	#leave(member: Member): void {
		member.timer?.();
		if (this.#members.delete(member)) member.accessPoint?.owner?.onLeft(member.request.mac);
	}
}

function allowed(accessPoint: AccessPoint, request: JoinRequest): boolean {
	if (accessPoint.security === "open") return true;
	if (accessPoint.security === "enterprise" && accessPoint.username !== (request.username ?? "")) return false;
	return accessPoint.password === request.password;
}

function same(a: Uint8Array, b: Uint8Array): boolean {
	return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
