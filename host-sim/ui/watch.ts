/** Asks both sides of the wire how they are, every so often, as long as somebody might look. */
import type { Diagnostics } from "../../modules/diagnostics";
import type { Status } from "../../modules/status";
import type { Firmware, Heap } from "../launch";
import type { VirtualModule } from "../module/index";
import type { ModuleView, Sample, State } from "./messages";

/** Milliseconds from one sample to the next. */
const EVERY = 500;
/** Between lines the ring is empty: it is looked at in the midst of one as well, this often at most. */
const BETWEEN = 100;
const LF = 0x0a;

interface Report {
	status?: Status;
	diagnostics?: Diagnostics;
}

export interface Watched {
	firmware?: Firmware;
	module?: VirtualModule;
	/** Why one of them is missing. */
	why: State["why"];
	/** The last reading that reached the broker. */
	reading(): number | null;
	now(): number;
	onSample(sample: Sample): void;
	onState(state: State): void;
}

export class Watch {
	readonly #watched: Watched;
	readonly #timer: NodeJS.Timeout;
	#report: Report = {};
	#bytes = { toModule: 0, toHost: 0 };
	#asked = 0;
	#ring = 0;
	#then: number;
	#heap: Heap | undefined;

	constructor(watched: Watched) {
		this.#watched = watched;
		this.#then = watched.now();
		this.#timer = setInterval(() => void this.#sample(), EVERY);
		this.#ask();
	}

	/** Bytes have passed. */
	passed(direction: "toModule" | "toHost", bytes: Uint8Array): void {
		this.#bytes[direction] += bytes.length;
		if (direction === "toModule" || bytes[bytes.length - 1] === LF) return;
		if (this.#watched.now() - this.#asked >= BETWEEN) this.#ask();
	}

	/** The firmware's answer to being asked (device/watched.ts). */
	reported(text: string): void {
		this.#report = JSON.parse(text) as Report;
		this.#ring = Math.max(this.#ring, this.#report.status?.ring.waiting ?? 0);
	}

	close(): void {
		clearInterval(this.#timer);
	}

	#ask(): void {
		this.#asked = this.#watched.now();
		try {
			this.#watched.firmware?.post("report");
		} catch {
			// the program has ended: others say so
			this.#report = {};
		}
	}

	async #sample(): Promise<void> {
		const { firmware, module, why, onSample, onState, reading, now } = this.#watched;
		this.#ask();
		// being asked leaves garbage, too: what is live is told apart from it
		const heap = await firmware?.heap(true).catch(() => undefined);
		const port = await firmware?.port(0).catch(() => undefined);
		const at = now();
		const seconds = Math.max(1, at - this.#then) / 1000;
		const taken = (now: number | undefined, before: number | undefined) =>
			now === undefined || before === undefined ? null : Math.round((now - before) / seconds);
		const { status, diagnostics } = this.#report;
		onSample({
			at,
			toModule: Math.round(this.#bytes.toModule / seconds),
			toHost: Math.round(this.#bytes.toHost / seconds),
			ring: status ? this.#ring : null,
			ringPeak: status?.ring.highWater ?? null,
			overruns: firmware ? (diagnostics?.overruns ?? 0) + (port?.dropped ?? 0) : null,
			slots: heap?.slots ?? null,
			chunks: heap?.chunks ?? null,
			slotsTaken: taken(heap?.callbackSlots, this.#heap?.callbackSlots),
			chunksTaken: taken(heap?.callbackChunks, this.#heap?.callbackChunks),
			reading: reading(),
		});
		this.#then = at;
		this.#heap = heap;
		this.#bytes = { toModule: 0, toHost: 0 };
		this.#ring = status?.ring.waiting ?? 0;
		onState({
			driver: status && diagnostics ? { ...status, counters: countersOf(diagnostics) } : null,
			module: module ? moduleView(module) : null,
			why,
		});
	}
}

/** Counters by name; those of results by their codes. */
function countersOf({ results, ...diagnostics }: Diagnostics): { [name: string]: number } {
	const named = Object.entries(results).map(([code, count]): [string, number] => [`result ${code}`, count]);
	return { ...diagnostics, ...Object.fromEntries(named) };
}

function moduleView(module: VirtualModule): ModuleView {
	const { powered, station, accessPoint, address, sockets, tls, mqtt } = module.state;
	return {
		power: powered ? "on" : "off",
		wifi: {
			state: accessPoint.on ? "access point" : station.state,
			SSID: Buffer.from(station.ssid).toString(),
			BSSID: station.bssid?.toLowerCase(),
			channel: station.channel,
			address,
		},
		sockets: sockets.map(({ id, protocol, state, localPort, remote, available, tls }) => ({
			...{ id, state, tls, unread: available },
			kind: state === "listening" ? "listener" : protocol === 1 ? "UDP" : "TCP",
			remote: remote ? `${remote.address}:${remote.port}` : localPort ? `port ${localPort}` : "",
		})),
		tls,
		mqtt,
	};
}
