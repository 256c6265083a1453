import type { Line } from "drivers/at/line";
import type { Name } from "drivers/at/names";
import { OK, Request } from "drivers/at/request";
import { command, type Writer } from "drivers/at/writer";
import { AccessPointCommands, CONFIGURING, OFF, UP } from "drivers/wfi32/access-point-commands";
import { type AccessPointConfiguration, KINDS, READ } from "drivers/wfi32/access-point-configuration";
import { type Association, Associations, type AssociationsOwner, type Happening } from "drivers/wfi32/associations";
import { ConfigurationReading } from "drivers/wfi32/configuration-reading";
import type { Chapter, Context } from "drivers/wfi32/context";
import { RESET, Wfi32Error } from "drivers/wfi32/errors";
import { failureIn } from "drivers/wfi32/fields";
import { WAP, WAPAIP, WAPC, WAPSC, WAPSD } from "drivers/wfi32/names";

export { CONFIGURING, OFF, UP } from "drivers/wfi32/access-point-commands";

/** Who is told, from the event loop. */
export interface AccessPointOwner {
	accessPointStarted(): void;
	accessPointChanged(happening: Happening, station: Association): void;
	/** {@link AccessPoint.refresh} is over. */
	accessPointRefreshed(error: Wfi32Error | undefined): void;
	/** It is of no further use. */
	accessPointFailed(error: Wfi32Error): void;
}

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
export class AccessPoint extends AccessPointCommands implements Chapter, AssociationsOwner {
	/** Who is on it. */
	readonly stations: Associations;
	private readonly status: Status;
	private reading: ConfigurationReading | undefined;
	private readonly happenings: { happening: Happening; station: Association }[] = [];
	/** While there is one, no other can be started. */
	owner: AccessPointOwner | undefined;
	/** Whether the module's is on; at first nobody knows. */
	private known = false;
	private tellStarted = false;
	private error: Wfi32Error | undefined;
	/** Whose end is to be told, and how that was. */
	private refreshes = false;
	private tellRefreshed = false;
	private refreshError: Wfi32Error | undefined;

	constructor(context: Context) {
		super(context);
		this.stations = new Associations(context, this);
		this.status = new Status(this);
	}

	event(name: Name): void {
		if (name === WAP) this.saw(this.context.engine.fields);
		else if (!this.isOn) return;
		else if (name === WAPSC) this.stations.joined();
		else if (name === WAPSD) this.stations.left();
		else if (name === WAPAIP) this.stations.addressed();
	}

	/** What the module has stored. */
	get stored(): ConfigurationReading {
		this.reading ??= new ConfigurationReading(this.context, WAPC, KINDS, READ);
		return this.reading;
	}

	/** @throws Error while there is an owner; Wfi32Error when the module was given up or closed */
	start(owner: AccessPointOwner, wanted: AccessPointConfiguration): void {
		if (this.context.failure) throw this.context.failure;
		if (this.owner) throw new Error("the access point is in use");
		this.owner = owner;
		this.error = undefined;
		this.tellStarted = false;
		this.begin(wanted);
		if (this.known) this.submit();
		else this.readStatus();
	}

	/** The owner lets go: no callback comes after this, and the access point is stopped behind it. */
	stop(): void {
		this.owner = undefined;
		this.context.notices.cancel(this);
		this.end();
		this.switchOff();
	}

	/** Asks who is there, and how well they are heard. */
	refresh(): void {
		this.refreshes = true;
		this.readStatus();
	}

	onReset(code: number): void {
		this.on = this.stopping = false;
		this.known = true;
		this.context.deadlines.clear(this);
		if (this.state !== OFF) this.failWith(new Wfi32Error(code, "+WAP"));
	}

	onResynchronised(): void {
		if (this.state === UP) this.readStatus();
	}

	fail(error: Wfi32Error): void {
		this.on = this.stopping = false;
		if (this.owner) this.failWith(error);
	}

	protected started(): void {
		this.tellStarted = true;
		this.context.notices.post(this);
	}

	private readStatus(): void {
		if (this.status.pending) return;
		this.stations.beginList();
		this.context.engine.submit(this.status);
	}

	/** @internal the end of the answer to {@link ASK} */
	statusRead(result: number): void {
		if (this.context.failure) return;
		if (this.state === UP && result === OK) this.stations.endList();
		else if (this.state === CONFIGURING && !this.known) {
			this.known = true;
			this.stopping = this.on;
			this.submit();
		}
		if (!this.refreshes) return;
		this.refreshes = false;
		this.tellRefreshed = true;
		this.refreshError = result === OK ? undefined : new Wfi32Error(result, "+WAP");
		this.context.notices.post(this);
	}

	/** Whether events belong to what was started last; they may come before the `OK`. */
	private get isOn(): boolean {
		return this.state === UP || this.starting;
	}

	/** +WAP:<STATE>[,<BSSID>,<RSSI>], asked for or not; +WAP:ERROR:<code> */
	saw(fields: Line): void {
		const code = failureIn(fields);
		const on = code === 0 && fields.integer() === 1;
		if (!fields.valid) return;
		if (!this.known && on) this.on = true; // of a former life of this program
		if (this.state !== UP) {
			// a start that was answered by OK may fail for all that
			if (code > 0 && this.isOn) this.failWith(new Wfi32Error(code, "+WAP"));
		} else if (!on) {
			this.on = false;
			this.failWith(new Wfi32Error(code || RESET, "+WAP"));
		} else if (fields.more) this.stations.list();
	}

	/** @internal */
	happened(happening: Happening, station: Association): void {
		if (!this.owner) return;
		this.happenings.push({ happening, station });
		this.context.notices.post(this);
	}

	private end(): void {
		this.state = OFF;
		this.wanted = undefined;
		this.stations.clear();
		this.happenings.length = 0;
		this.tellStarted = this.refreshes = this.tellRefreshed = false;
	}

	protected failWith(error: Wfi32Error): void {
		this.end();
		this.error = error;
		this.switchOff();
		this.context.notices.post(this);
	}

	/** One thing at a time: a callback may throw, or close its instance. */
	override deliver(): void {
		const owner = this.owner;
		if (!owner) return;
		if (this.error) {
			const error = this.error;
			this.error = this.owner = undefined;
			owner.accessPointFailed(error);
		} else if (this.tellStarted) {
			this.tellStarted = false;
			this.tellMore();
			owner.accessPointStarted();
		} else if (this.happenings.length > 0) {
			const { happening, station } = this.happenings.shift() as { happening: Happening; station: Association };
			this.tellMore();
			owner.accessPointChanged(happening, station);
		} else if (this.tellRefreshed) {
			this.tellRefreshed = false;
			owner.accessPointRefreshed(this.refreshError);
		}
	}

	private tellMore(): void {
		if (this.happenings.length > 0 || this.tellRefreshed) this.context.notices.post(this);
	}
}
