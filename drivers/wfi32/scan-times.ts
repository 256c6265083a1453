import type { Line } from "drivers/at/line";
import { OK, Request } from "drivers/at/request";
import { command, type Writer } from "drivers/at/writer";
import type { Context } from "drivers/wfi32/context";
import { TORN, Wfi32Error } from "drivers/wfi32/errors";
import { WSCNC } from "drivers/wfi32/names";

/** How long the module listens on a channel, in milliseconds (reference 4.1). */
export interface ScanConfiguration {
	/** For probe responses in an active scan. */
	activeTime: number;
	/** For beacons in a passive scan. */
	passiveTime: number;
}

/** @param error when there is one, `configuration` is as far as it was read, with 0 for what was not */
type Told = (error: Wfi32Error | undefined, configuration: ScanConfiguration) => void;

const READ = command("AT+WSCNC");
const SET_ACTIVE = command("AT+WSCNC=1,");
const SET_PASSIVE = command("AT+WSCNC=2,");

const ACTIVE_STEP = 0;
const PASSIVE_STEP = 1;
const READ_STEP = 2;
const NOTHING = 3;

/** Who waits until the module may be asked to scan. */
interface ScanTimesOwner {
	proceed(): void;
}

/** Writes and reads the times of scanning (reference 4.1, +WSCNC). */
export class ScanTimes extends Request {
	readonly #context: Context;
	readonly #owner: ScanTimesOwner;
	#step = NOTHING;
	#active: number | undefined;
	#passive: number | undefined;
	#read: ScanConfiguration = { activeTime: 0, passiveTime: 0 };
	#told: Told | undefined;
	#error: Wfi32Error | undefined;

	constructor(context: Context, owner: ScanTimesOwner) {
		super();
		this.#context = context;
		this.#owner = owner;
	}

	/** Whether it is being written or read. */
	get busy(): boolean {
		return this.#step !== NOTHING;
	}

	/**
	 * Sets what is given, then reads both.
	 * @param active,passive milliseconds, checked by the caller
	 * @param told called from the event loop
	 */
	configure(active: number | undefined, passive: number | undefined, told: Told): void {
		this.#active = active;
		this.#passive = passive;
		this.#told = told;
		this.#error = undefined;
		this.#read = { activeTime: 0, passiveTime: 0 };
		this.#step = ACTIVE_STEP;
		this.skip();
		this.#context.engine.submit(this);
	}

	fail(error: Wfi32Error): void {
		if (this.busy) this.end(error);
	}

	compose(out: Writer): number {
		out.answer = WSCNC;
		if (this.#step === ACTIVE_STEP) {
			out.begin(SET_ACTIVE);
			out.integer(this.#active as number);
		} else if (this.#step === PASSIVE_STEP) {
			out.begin(SET_PASSIVE);
			out.integer(this.#passive as number);
		} else if (this.#step === READ_STEP) {
			out.begin(READ);
		} else return 0;
		return out.end();
	}

	/** +WSCNC:<param_id>,<param_val> */
	override line(fields: Line): boolean {
		const parameter = fields.integer();
		const value = fields.nextInteger();
		if (fields.valid && parameter === 1) this.#read.activeTime = value;
		if (fields.valid && parameter === 2) this.#read.passiveTime = value;
		return true;
	}

	done(result: number): void {
		if (this.#step === NOTHING || this.#context.failure) return;
		if (result !== OK) {
			const text = result > 0 ? this.#context.engine.errorText : "";
			return this.end(new Wfi32Error(result, "+WSCNC", text));
		}
		if (this.#step === READ_STEP) {
			const { activeTime, passiveTime } = this.#read;
			return this.end(activeTime && passiveTime ? undefined : new Wfi32Error(TORN, "+WSCNC"));
		}
		this.#step++;
		this.skip();
		this.#context.engine.submit(this);
	}

	/** Over what is not to be set. */
	private skip(): void {
		if (this.#step === ACTIVE_STEP && this.#active === undefined) this.#step = PASSIVE_STEP;
		if (this.#step === PASSIVE_STEP && this.#passive === undefined) this.#step = READ_STEP;
	}

	private end(error: Wfi32Error | undefined): void {
		this.#step = NOTHING;
		this.#error = error;
		this.#context.notices.post(this);
		this.#owner.proceed();
	}

	override deliver(): void {
		const told = this.#told;
		this.#told = undefined;
		told?.(this.#error, this.#read);
	}
}
