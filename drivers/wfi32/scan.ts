import type { Name } from "drivers/at/names";
import { OK, Request } from "drivers/at/request";
import { command, type Writer } from "drivers/at/writer";
import { Deadline } from "drivers/uart/deadlines";
import type { Chapter, Context } from "drivers/wfi32/context";
import { NO_EVENT, Wfi32Error } from "drivers/wfi32/errors";
import { WSCNDONE, WSCNERROR } from "drivers/wfi32/names";
import { ScanTimes } from "drivers/wfi32/scan-times";

/** An access point in range (reference 4.2.4). */
export interface FoundNetwork {
	/** 0 to 32 bytes; none: it does not tell its name. */
	readonly ssid: Uint8Array;
	/** Lower case, with colons. */
	readonly bssid: string;
	/** dBm. */
	readonly rssi: number;
	readonly channel: number;
	/** 0 open, 1 WEP, 2 WPA, 3 WPA2 personal, 4 enterprise. */
	readonly security: number;
}

/** A scan as whoever asks for it sees it. */
export abstract class ScanJob {
	/** 1 to 14; {@link ALL_CHANNELS}. */
	channel = ALL_CHANNELS;
	/** Only networks of this name; 1 to 32 bytes. */
	ssid: Uint8Array | undefined;
	/** Listens to beacons only, and sends nothing. */
	passive = false;
	/** Leaves out open networks. */
	secure = false;

	/** One network; all calls come from the event loop, and none after {@link Scan.withdraw}. */
	abstract found(network: FoundNetwork): void;
	/** The scan is over. A scan may be started from here. */
	abstract done(error: Wfi32Error | undefined): void;
}

export const ALL_CHANNELS = 255;

/** No scan takes longer in all (ECMA-419 17.8.2: 10 s), from being asked for to the call of `done`. */
const SCAN_TIME = 9800;
const PATIENCE = 5000;
const SCAN_FAILED = 8;
const RETRY_PAUSE = 500;

const IDLE = 0;
/** Waits to be sent, */
const QUEUED = 1;
/** for the command's result, */
const SENT = 2;
/** for networks, and for the end. */
const SCANNING = 3;

const WSCNA = command("AT+WSCNA=");
const WSCNP = command("AT+WSCNP=");

/** Tries again what the module has refused: the scan has its own deadline meanwhile. */
class Retry extends Deadline {
	readonly #scan: Scan;

	constructor(scan: Scan) {
		super();
		this.#scan = scan;
	}

	due(): void {
		this.#scan.proceed();
	}
}

/**
 * Scans for networks (reference 4), one scan at a time. As a deadline, it sees that a scan comes to an end; as a notice, it
 * tells of what was found.
 */
export class Scan extends Request implements Chapter {
	readonly #context: Context;
	/** How long the module listens on a channel. */
	readonly times: ScanTimes;
	/** Made when the module has refused for the first time. */
	#retry: Deadline | undefined;
	/** Networks that were found and not yet told of. */
	readonly #found: FoundNetwork[] = [];
	#step = IDLE;
	#job: ScanJob | undefined;
	/** Will have its turn when the one at hand is over. */
	#waiting: ScanJob | undefined;
	/** Nobody wants to know any more, but the module is still scanning. */
	#dropped = false;
	/** The end came before the command's own result. */
	#early = false;
	#over = false;
	/** An earlier scan was begun, and its end was not seen: the module may refuse another until then. */
	#unsure = false;
	#error: Wfi32Error | undefined;

	constructor(context: Context) {
		super();
		this.#context = context;
		this.times = new ScanTimes(context, this);
	}

	event(name: Name): void {
		if (name === WSCNDONE) this.ended(undefined);
		else if (name === WSCNERROR) this.failed();
	}

	/** Whether a scan is under way, or to come. */
	get busy(): boolean {
		return this.#job !== undefined || this.#waiting !== undefined;
	}

	/** Begins. @throws Error while another scan is under way; Wfi32Error when the module was given up or closed */
	start(job: ScanJob): void {
		if (this.#context.failure) throw this.#context.failure;
		if (this.busy) throw new Error("a scan is under way");
		this.begin(job);
	}

	/** Begins now, or when the scan under way is over. For one job at a time; it is not told when the module is given up. */
	startWhenIdle(job: ScanJob): void {
		if (this.#job) this.#waiting = job;
		else this.begin(job);
	}

	/** Whoever asked does not want to know any more. The module finishes its scan all the same. */
	withdraw(job: ScanJob): void {
		if (this.#waiting === job) this.#waiting = undefined;
		if (this.#job !== job) return;
		this.#found.length = 0;
		this.#context.notices.cancel(this);
		this.#dropped = true;
		if (this.#step === IDLE || (this.#step === QUEUED && this.#context.engine.withdraw(this))) this.finish();
	}

	onReset(code: number): void {
		if (this.#step === SCANNING) this.end(new Wfi32Error(code, this.name));
	}

	onResynchronised(): void {
		// its end may be among what was lost: the deadline sees to that
	}

	fail(error: Wfi32Error): void {
		this.#waiting = undefined;
		this.#found.length = 0;
		this.times.fail(error);
		if (this.#job) this.end(error);
	}

	compose(out: Writer): number {
		const job = this.#job as ScanJob;
		this.#step = SENT;
		this.#early = false;
		out.patience = PATIENCE;
		out.begin(job.passive ? WSCNP : WSCNA);
		out.integer(job.channel);
		if (job.ssid && this.#context.capabilities.scansByName) out.nextText(job.ssid, 0, job.ssid.length);
		return out.end();
	}

	done(result: number): void {
		if (this.#context.failure) return;
		if (this.#step === QUEUED) return this.proceed(); // the module started anew before its turn
		if (this.#step !== SENT) return;
		if (result < OK) this.#unsure = true;
		if (result > OK && this.#unsure && !this.#over) {
			this.#step = QUEUED;
			this.#retry ??= new Retry(this);
			this.#context.deadlines.set(this.#retry, RETRY_PAUSE);
		} else if (result !== OK) {
			const text = result > 0 ? this.#context.engine.errorText : "";
			this.end(new Wfi32Error(result, this.name, text));
		} else if (this.#early) {
			this.end(this.#error);
		} else {
			this.#step = SCANNING;
			this.#unsure = false;
			if (!this.awaited) this.#context.deadlines.set(this, SCAN_TIME);
		}
	}

	private get name(): string {
		return this.#job?.passive ? "+WSCNP" : "+WSCNA";
	}

	private begin(job: ScanJob): void {
		this.#job = job;
		this.#found.length = 0;
		this.#dropped = this.#over = false;
		this.#error = undefined;
		this.#step = QUEUED;
		this.#context.deadlines.set(this, SCAN_TIME);
		this.proceed();
	}

	/** Goes on where nothing is in the way any more. */
	proceed(): void {
		if (this.#step === QUEUED && !this.times.busy) this.#context.engine.submit(this);
	}

	/* Events. */

	/** +WSCNIND:<RSSI>,<SEC_TYPE>,<CHANNEL>,<BSSID>,<SSID> */
	told(_name: Name, rssi: number, security: number, channel: number): void {
		const { engine, arena, decoder, notices } = this.#context;
		const job = this.#job;
		if (!job || this.#step < SENT) return;
		const { fields } = engine;
		if (fields.textLength > 32) fields.valid = false;
		if (!fields.valid || this.#dropped || this.#over) return;
		if (job.secure && security === 0) return;
		if (job.channel !== ALL_CHANNELS && job.channel !== channel) return;
		const bssid = decoder.decode(arena.bytes, fields.firstAt, fields.firstLength).toLowerCase();
		const ssid = arena.bytes.slice(fields.textAt, fields.textAt + fields.textLength);
		if (job.ssid && !same(job.ssid, ssid)) return;
		this.#found.push({ ssid, bssid, rssi, channel, security });
		notices.post(this);
	}

	/** +WSCNERROR, with a code perhaps */
	private failed(): void {
		const { fields } = this.#context.engine;
		const code = fields.more ? fields.integer() : SCAN_FAILED;
		this.ended(new Wfi32Error(code > 0 ? code : SCAN_FAILED, "+WSCNERROR"));
	}

	private ended(error: Wfi32Error | undefined): void {
		this.#unsure = false;
		if (this.#step === SCANNING) this.end(error);
		else if (this.#step === SENT) {
			this.#early = true;
			if (!this.#over) this.#error = error;
		}
	}

	/** The firmware says nothing of a scan that finds nothing (module-behaviour, scan). */
	override due(): void {
		if (this.#step === SCANNING) {
			this.#unsure = true;
			return this.end(undefined);
		}
		const error = new Wfi32Error(NO_EVENT, this.name);
		if (this.#context.engine.withdraw(this)) return this.end(error);
		// just being sent: whoever asked is told now, and what the module makes of it is waited for
		this.#over = true;
		this.#error = error;
		if (!this.#dropped) this.#context.notices.post(this);
	}

	private end(error: Wfi32Error | undefined): void {
		this.clear();
		this.#step = IDLE;
		this.#error = error;
		this.#over = true;
		if (this.#dropped) this.finish();
		else this.#context.notices.post(this);
	}

	private finish(): void {
		this.clear();
		this.#step = IDLE;
		this.#job = undefined;
		const waiting = this.#waiting;
		this.#waiting = undefined;
		if (waiting) this.begin(waiting);
	}

	private clear(): void {
		const { deadlines } = this.#context;
		deadlines.clear(this);
		if (this.#retry) deadlines.clear(this.#retry);
	}

	/** One thing at a time: a callback may throw, close its instance, or scan again. */
	override deliver(): void {
		const job = this.#job;
		if (!job) return;
		const network = this.#found.shift();
		if (network) {
			if (this.#found.length > 0 || this.#over) this.#context.notices.post(this);
			return job.found(network);
		}
		if (!this.#over) return;
		const error = this.#error;
		if (this.#step === IDLE) this.finish();
		else this.#dropped = true;
		job.done(error);
	}
}

function same(a: Uint8Array, b: Uint8Array): boolean {
	if (a.length !== b.length) return false;
	for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
	return true;
}
