import type { Line } from "drivers/at/line";
import { OK } from "drivers/at/request";
import { command, type Writer } from "drivers/at/writer";
import { FixedCommand } from "drivers/wfi32/command";
import type { Context } from "drivers/wfi32/context";
import { TORN, Wfi32Error } from "drivers/wfi32/errors";

/** What the access point is to be (reference 5.3.3). */
export interface AccessPointConfiguration {
	/** 1 to 32 bytes. */
	readonly ssid: Uint8Array;
	/** Security type: 0 open, 1 WEP, 2 WPA, 3 WPA2 personal, 4 enterprise. */
	readonly security: number;
	/** Empty for an open network. Never shown anywhere, and never read. */
	readonly credentials: Uint8Array;
	/** 1 to 14. */
	readonly channel: number;
	/** Whether beacons leave the name out. */
	readonly hidden: boolean;
}

/** What the module says of it: everything but the credentials. */
export type StoredAccessPoint = Omit<AccessPointConfiguration, "credentials">;

const WAPC = command("AT+WAPC=");
const SSID = 1;
const SECURITY = 2;
const CREDENTIALS = 3;
const CHANNEL = 4;
const HIDDEN = 5;

/** Parameters are set from the first to this one. */
export const LAST_PARAMETER = HIDDEN;

/** Writes the command that sets a parameter, up to its end. */
export function writeParameter(out: Writer, configuration: AccessPointConfiguration, id: number): void {
	const { ssid, security, credentials, channel, hidden } = configuration;
	out.begin(WAPC);
	out.integer(id);
	if (id === SSID) out.nextText(ssid, 0, ssid.length);
	else if (id === SECURITY) out.nextInteger(security);
	else if (id === CREDENTIALS) out.nextText(credentials, 0, credentials.length);
	else if (id === CHANNEL) out.nextInteger(channel);
	else out.nextInteger(hidden ? 1 : 0);
}

/** Whether a parameter is an empty string: storing it is answered by an error (module-behaviour, bug 1). */
export function isEmptyText({ credentials }: AccessPointConfiguration, id: number): boolean {
	return id === CREDENTIALS && credentials.length === 0;
}

/** Reads what the module has stored: `+WAPC:<param_id>,<param_val>` for each parameter (reference 5.3.4). */
export class StoredConfiguration {
	readonly #context: Context;
	readonly #command: FixedCommand;
	#stored: Partial<Record<keyof StoredAccessPoint, Uint8Array | number>> = {};

	/** @param onRead called while the driver is at work */
	constructor(
		context: Context,
		onRead: (error: Wfi32Error | undefined, stored: StoredAccessPoint | undefined) => void,
	) {
		this.#context = context;
		this.#command = new FixedCommand(
			"AT+WAPC",
			(result) => {
				if (context.failure) return;
				const stored = result === OK ? this.#complete() : undefined;
				onRead(stored ? undefined : new Wfi32Error(result === OK ? TORN : result, "+WAPC"), stored);
			},
			context.names.of("WAPC"),
			(fields) => this.#line(fields),
		);
	}

	read(): void {
		if (this.#command.pending) return;
		this.#stored = {};
		this.#context.engine.submit(this.#command);
	}

	#line(fields: Line): void {
		const id = fields.integer();
		if (id === SSID) {
			fields.lastText();
			fields.plain();
			const { bytes } = this.#context.arena;
			if (fields.valid) this.#stored.ssid = bytes.slice(fields.textAt, fields.textAt + fields.textLength);
			return;
		}
		if (id === CREDENTIALS) return;
		const value = fields.nextInteger();
		if (!fields.valid) return;
		if (id === SECURITY) this.#stored.security = value;
		if (id === CHANNEL) this.#stored.channel = value;
		if (id === HIDDEN) this.#stored.hidden = value;
	}

	#complete(): StoredAccessPoint | undefined {
		const { ssid, security, channel, hidden } = this.#stored;
		if (ssid === undefined || security === undefined || channel === undefined || hidden === undefined) return undefined;
		return { ssid: ssid as Uint8Array, security: security as number, channel: channel as number, hidden: hidden === 1 };
	}
}
