import type { Line } from "drivers/at/line";
import type { Name } from "drivers/at/names";
import { OK, Request } from "drivers/at/request";
import { command, type Writer } from "drivers/at/writer";
import {
	type AccessPointConfiguration,
	isEmptyText,
	isSecret,
	KINDS,
	LAST_PARAMETER,
	READ,
	writeParameter,
} from "drivers/wfi32/access-point-configuration";
import { type Association, Associations, type AssociationsOwner, type Happening } from "drivers/wfi32/associations";
import { ConfigurationReading } from "drivers/wfi32/configuration-reading";
import type { Chapter, Context } from "drivers/wfi32/context";
import { RESET, Wfi32Error } from "drivers/wfi32/errors";
import { failureIn } from "drivers/wfi32/fields";
import { WAP, WAPAIP, WAPC, WAPSC, WAPSD } from "drivers/wfi32/names";

/** Who is told, from the event loop. */
export interface AccessPointOwner {
	accessPointStarted(): void;
	accessPointChanged(happening: Happening, station: Association): void;
	/** {@link AccessPoint.refresh} is over. */
	accessPointRefreshed(error: Wfi32Error | undefined): void;
	/** It is of no further use. */
	accessPointFailed(error: Wfi32Error): void;
}

export const OFF = 0;
/** The module is told what to be, or to stop. */
export const CONFIGURING = 1;
export const UP = 2;

const PATIENCE = 5000;
const STOP_PAUSE = 500;
const STOP_ATTEMPTS = 3;
const STOP_REFUSED = 25;
const STORED_EMPTY = 7;

/** What was sent: a parameter by its ID, or */
const START_STEP = LAST_PARAMETER + 1;
const STOP_STEP = START_STEP + 1;
const NOTHING = -1;

const START = command("AT+WAP=1");
const STOP = command("AT+WAP=0");
const ASK = command("AT+WAP");

/** Asks how it is, and who is there. */
class Status extends Request {
	readonly #owner: AccessPoint;

	constructor(owner: AccessPoint) {
		super();
		this.#owner = owner;
	}

	compose(out: Writer): number {
		out.answer = WAP;
		out.begin(ASK);
		return out.end();
	}

	override line(fields: Line): boolean {
		this.#owner.saw(fields);
		return true;
	}

	done(result: number): void {
		this.#owner.statusRead(result);
	}
}

/** The module's own access point (reference 5.3, 5.4). One for a module. */
export class AccessPoint extends Request implements Chapter, AssociationsOwner {
	readonly #context: Context;
	/** Who is on it. */
	readonly stations: Associations;
	readonly #status: Status;
	#stored: ConfigurationReading | undefined;
	readonly #happenings: { happening: Happening; station: Association }[] = [];
	#owner: AccessPointOwner | undefined;
	#wanted: AccessPointConfiguration | undefined;
	#state = OFF;
	#step = 1;
	#stepSent = NOTHING;
	#stopping = false;
	#stopAttempts = 0;
	/** The module's access point is, or may be, on; at first nobody knows. */
	#on = false;
	#known = false;
	#tellStarted = false;
	#error: Wfi32Error | undefined;
	/** Whose end is to be told, and how that was. */
	#refreshes = false;
	#tellRefreshed = false;
	#refreshError: Wfi32Error | undefined;

	constructor(context: Context) {
		super();
		this.#context = context;
		this.stations = new Associations(context, this);
		this.#status = new Status(this);
	}

	event(name: Name): void {
		if (name === WAP) this.saw(this.#context.engine.fields);
		else if (!this.isOn) return;
		else if (name === WAPSC) this.stations.joined();
		else if (name === WAPSD) this.stations.left();
		else if (name === WAPAIP) this.stations.addressed();
	}

	/** What the module has stored. */
	get stored(): ConfigurationReading {
		this.#stored ??= new ConfigurationReading(this.#context, WAPC, KINDS, READ);
		return this.#stored;
	}

	get state(): number {
		return this.#state;
	}

	/** Whether another can be started. */
	get owner(): AccessPointOwner | undefined {
		return this.#owner;
	}

	/** @throws Error while there is an owner; Wfi32Error when the module was given up or closed */
	start(owner: AccessPointOwner, wanted: AccessPointConfiguration): void {
		if (this.#context.failure) throw this.#context.failure;
		if (this.#owner) throw new Error("the access point is in use");
		this.#owner = owner;
		this.#wanted = wanted;
		this.#state = CONFIGURING;
		this.#step = 1;
		this.#error = undefined;
		this.#tellStarted = false;
		this.#stopping = this.#on;
		this.#stopAttempts = 0;
		// what is on its way belongs to an earlier start
		if (this.#stepSent !== STOP_STEP) this.#stepSent = NOTHING;
		this.#context.deadlines.clear(this);
		if (this.#known) this.submit();
		else this.readStatus();
	}

	/** The owner lets go: no callback comes after this, and the access point is stopped behind it. */
	stop(): void {
		this.#owner = undefined;
		this.#context.notices.cancel(this);
		this.end();
		this.switchOff();
	}

	/** Asks who is there, and how well they are heard. */
	refresh(): void {
		this.#refreshes = true;
		this.readStatus();
	}

	onReset(code: number): void {
		this.#on = this.#stopping = false;
		this.#known = true;
		this.#context.deadlines.clear(this);
		if (this.#state !== OFF) this.failWith(new Wfi32Error(code, "+WAP"));
	}

	onResynchronised(): void {
		if (this.#state === UP) this.readStatus();
	}

	fail(error: Wfi32Error): void {
		this.#on = this.#stopping = false;
		if (this.#owner) this.failWith(error);
	}

	/* The request: stop if need be, then five parameters, then start. */

	compose(out: Writer): number {
		this.#stepSent = NOTHING;
		out.patience = PATIENCE;
		if (this.#stopping) {
			this.#stepSent = STOP_STEP;
			out.begin(STOP);
			return out.end();
		}
		const wanted = this.#wanted;
		if (!wanted || this.#state !== CONFIGURING) return 0;
		this.#stepSent = this.#step;
		if (this.#step === START_STEP) {
			out.begin(START);
			this.#on = true;
			return out.end();
		}
		writeParameter(out, wanted, this.#step);
		return out.end();
	}

	done(result: number): void {
		const sent = this.#stepSent;
		if (this.#context.failure) return;
		if (sent === STOP_STEP) return this.stopDone(result);
		// stopped meanwhile, or begun anew
		if (this.#stopping || (sent === NOTHING && this.#state === CONFIGURING)) return this.submit();
		if (this.#state !== CONFIGURING) return;
		const wanted = this.#wanted as AccessPointConfiguration;
		// an empty string is stored, and yet answered by an error (module-behaviour, bug 1)
		const stored = result === STORED_EMPTY && isEmptyText(wanted, sent);
		if (result !== OK && !stored) {
			if (sent === START_STEP && result > 0) this.#on = false;
			const text = result > 0 && !isSecret(sent) ? this.#context.engine.errorText : "";
			return this.failWith(new Wfi32Error(result, sent <= LAST_PARAMETER ? "+WAPC" : "+WAP", text));
		}
		if (sent !== START_STEP) {
			this.#step = sent + 1;
			return this.submit();
		}
		this.#state = UP;
		this.#tellStarted = true;
		this.#context.notices.post(this);
	}

	private stopDone(result: number): void {
		if (result === STOP_REFUSED && ++this.#stopAttempts < STOP_ATTEMPTS) {
			this.#context.deadlines.set(this, STOP_PAUSE);
			return;
		}
		this.#stopping = false;
		if (result >= OK) this.#on = false; // an error: it was not on
		if (this.#state === CONFIGURING) this.submit(); // begun anew meanwhile
	}

	private switchOff(): void {
		if (!this.#on || this.#context.failure) return;
		this.#stopping = true;
		this.#stopAttempts = 0;
		this.submit();
	}

	override due(): void {
		this.submit();
	}

	private submit(): void {
		this.#context.engine.submit(this);
	}

	private readStatus(): void {
		if (this.#status.pending) return;
		this.stations.beginList();
		this.#context.engine.submit(this.#status);
	}

	/** @internal the end of the answer to {@link ASK} */
	statusRead(result: number): void {
		if (this.#context.failure) return;
		if (this.#state === UP && result === OK) this.stations.endList();
		else if (this.#state === CONFIGURING && !this.#known) {
			this.#known = true;
			this.#stopping = this.#on;
			this.submit();
		}
		if (!this.#refreshes) return;
		this.#refreshes = false;
		this.#tellRefreshed = true;
		this.#refreshError = result === OK ? undefined : new Wfi32Error(result, "+WAP");
		this.#context.notices.post(this);
	}

	/** Whether events belong to what was started last; they may come before the `OK`. */
	private get isOn(): boolean {
		if (this.#state === UP) return true;
		return this.#state === CONFIGURING && this.#stepSent === START_STEP && !this.#stopping;
	}

	/** +WAP:<STATE>[,<BSSID>,<RSSI>], asked for or not; +WAP:ERROR:<code> */
	saw(fields: Line): void {
		const code = failureIn(fields);
		const on = code === 0 && fields.integer() === 1;
		if (!fields.valid) return;
		if (!this.#known && on) this.#on = true; // of a former life of this program
		if (this.#state !== UP) {
			// a start that was answered by OK may fail for all that
			if (code > 0 && this.isOn) this.failWith(new Wfi32Error(code, "+WAP"));
		} else if (!on) {
			this.#on = false;
			this.failWith(new Wfi32Error(code || RESET, "+WAP"));
		} else if (fields.more) this.stations.list();
	}

	/** @internal */
	happened(happening: Happening, station: Association): void {
		if (!this.#owner) return;
		this.#happenings.push({ happening, station });
		this.#context.notices.post(this);
	}

	private end(): void {
		this.#state = OFF;
		this.#wanted = undefined;
		this.stations.clear();
		this.#happenings.length = 0;
		this.#tellStarted = this.#refreshes = this.#tellRefreshed = false;
	}

	private failWith(error: Wfi32Error): void {
		this.end();
		this.#error = error;
		this.switchOff();
		this.#context.notices.post(this);
	}

	/** One thing at a time: a callback may throw, or close its instance. */
	override deliver(): void {
		const owner = this.#owner;
		if (!owner) return;
		if (this.#error) {
			const error = this.#error;
			this.#error = this.#owner = undefined;
			owner.accessPointFailed(error);
		} else if (this.#tellStarted) {
			this.#tellStarted = false;
			this.tellMore();
			owner.accessPointStarted();
		} else if (this.#happenings.length > 0) {
			const { happening, station } = this.#happenings.shift() as { happening: Happening; station: Association };
			this.tellMore();
			owner.accessPointChanged(happening, station);
		} else if (this.#tellRefreshed) {
			this.#tellRefreshed = false;
			owner.accessPointRefreshed(this.#refreshError);
		}
	}

	private tellMore(): void {
		if (this.#happenings.length > 0 || this.#tellRefreshed) this.#context.notices.post(this);
	}
}
