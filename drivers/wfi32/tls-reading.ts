import type { Line } from "drivers/at/line";
import { Notice } from "drivers/at/notices";
import { OK, Request } from "drivers/at/request";
import { command, type Writer } from "drivers/at/writer";
import type { Context } from "drivers/wfi32/context";
import { Wfi32Error } from "drivers/wfi32/errors";

/** What a TLS configuration of the module names (reference 7.11.3); empty strings where nothing is set. */
export interface StoredTls {
	ca: string;
	certificate: string;
	key: string;
	serverName: string;
}

type Told = (error: Wfi32Error | undefined, stored: StoredTls | undefined) => void;

const TLSC = command("AT+TLSC=");
/** By parameter ID. The fourth is a password: it is not read. */
const NAMES = Object.freeze([undefined, "ca", "certificate", "key", undefined, "serverName"] as const);

/** Reads a TLS configuration (reference 7.11, AT+TLSC=<conf_idx>). */
export class TlsReading extends Request {
	readonly #context: Context;
	readonly #news = new Notice(() => this.#tell());
	#index = 1;
	#stored: StoredTls = { ca: "", certificate: "", key: "", serverName: "" };
	#told: Told | undefined;
	#error: Wfi32Error | undefined;

	constructor(context: Context) {
		super();
		this.#context = context;
		this.answer = context.names.of("TLSC");
	}

	read(index: number, told: Told): void {
		if (this.#told) throw new Error("a TLS configuration is being read");
		this.#index = index;
		this.#told = told;
		this.#error = undefined;
		this.#stored = { ca: "", certificate: "", key: "", serverName: "" };
		this.#context.engine.submit(this);
	}

	fail(error: Wfi32Error): void {
		if (this.#told) this.#end(error);
	}

	compose(out: Writer): number {
		out.begin(TLSC);
		out.integer(this.#index);
		return out.end();
	}

	/** +TLSC:[<conf_idx>,]<param_id>,<param_val> */
	override line(fields: Line): boolean {
		let id = fields.integer();
		const { at } = fields;
		const second = fields.nextInteger();
		if (fields.valid) id = second;
		else {
			fields.valid = true;
			fields.at = at;
		}
		const name = NAMES[id];
		if (!name) return true;
		fields.lastText();
		fields.plain();
		if (!fields.valid) return true;
		const { arena, decoder } = this.#context;
		this.#stored[name] = decoder.decode(arena.bytes, fields.textAt, fields.textLength);
		return true;
	}

	done(result: number): void {
		if (this.#context.failure) return;
		const text = result > 0 ? this.#context.engine.errorText : "";
		this.#end(result === OK ? undefined : new Wfi32Error(result, "+TLSC", text));
	}

	#end(error: Wfi32Error | undefined): void {
		this.#error = error;
		this.#context.notices.post(this.#news);
	}

	#tell(): void {
		const told = this.#told;
		this.#told = undefined;
		told?.(this.#error, this.#error ? undefined : this.#stored);
	}
}
