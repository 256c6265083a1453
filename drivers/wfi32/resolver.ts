import type { Name } from "drivers/at/names";
import { command, type Writer } from "drivers/at/writer";
import { isAddress, isAddress6 } from "drivers/wfi32/address";
import type { Context } from "drivers/wfi32/context";
import { Errand, Errands } from "drivers/wfi32/errand";
import { NOT_FOUND, Wfi32Error } from "drivers/wfi32/errors";
import { failureIn } from "drivers/wfi32/fields";
import { DNSRESOLV } from "drivers/wfi32/names";

/** A name to be resolved. */
export abstract class Resolution extends Errand {
	/** 1 to 253 bytes. */
	readonly name: Uint8Array;
	/** Which kind of address is wanted. */
	readonly version: 4 | 6;
	/** What was found; empty before, and when nothing was. */
	address = "";

	constructor(name: Uint8Array, version: 4 | 6) {
		super();
		this.name = name;
		this.version = version;
	}
}

const COMMAND = command("AT+DNSRESOLV=");
const A_RECORD = 1;
const AAAA_RECORD = 2;
/** The module itself gives up after 5 s (module-behaviour). */
const EVENT_TIME = 6500;

/** Names to addresses (reference 7.12). The module forgets one resolution over the next: one at a time. */
export class Resolver extends Errands<Resolution> {
	constructor(context: Context) {
		super(context, "+DNSRESOLV", EVENT_TIME);
	}

	event(name: Name): void {
		if (name === DNSRESOLV) this.resolved();
		else this.failed();
	}

	/** What needs no resolving: it is delivered from the event loop. @throws Wfi32Error when the module was given up */
	settle(resolution: Resolution, address: string): void {
		if (this.context.failure) throw this.context.failure;
		resolution.address = address;
		this.context.notices.post(resolution);
	}

	protected write(out: Writer, { name, version }: Resolution): void {
		out.begin(COMMAND);
		out.integer(version === 6 ? AAAA_RECORD : A_RECORD);
		out.nextText(name, 0, name.length);
	}

	/**
	 * `+DNSRESOLV:<TYPE>,<NAME>[,<ADDRESS>]`: the firmware says 0 for any type, and has a line for each address. What belongs
	 * to an earlier resolution is told by its name, or by the kind of its address. What is no address at all goes to nobody:
	 * programs show addresses, and put them into commands.
	 */
	private resolved(): void {
		const { engine, arena, decoder } = this.context;
		const { fields } = engine;
		const code = failureIn(fields);
		if (code > 0) return this.conclude(new Wfi32Error(code, "+DNSRESOLV"));
		fields.integer();
		fields.nextText();
		fields.plain();
		const resolution = this.current;
		if (!fields.valid || !resolution) return;
		if (!sameName(arena.bytes, fields.textAt, fields.textLength, resolution.name)) return;
		if (!fields.more) return this.conclude(new Wfi32Error(NOT_FOUND, "+DNSRESOLV"));
		fields.nextText();
		fields.plain();
		// a name with quotes in it, printed as it is, reads as more fields than there are
		if (fields.more) fields.valid = false;
		if (!fields.valid) return;
		if (fields.textLength === 0) return this.conclude(new Wfi32Error(NOT_FOUND, "+DNSRESOLV"));
		const address = decoder.decode(arena.bytes, fields.textAt, fields.textLength);
		if (!isAddress(address) && !isAddress6(address)) {
			fields.valid = false;
			return;
		}
		if (address.includes(":") !== (resolution.version === 6)) return;
		if (resolution.address === "") resolution.address = address;
		this.conclude();
	}

	/** `+DNSERROR:<code>` (reference 7.12.5) */
	private failed(): void {
		const code = this.context.engine.fields.integer();
		this.conclude(new Wfi32Error(code > 0 ? code : 1, "+DNSERROR"));
	}
}

/** Names are compared without regard to case (RFC 4343). */
function sameName(bytes: Uint8Array, at: number, length: number, name: Uint8Array): boolean {
	if (length !== name.length) return false;
	for (let i = 0; i < length; i++) if (lower(bytes[at + i]) !== lower(name[i])) return false;
	return true;
}

function lower(c: number): number {
	return c >= 0x41 && c <= 0x5a ? c | 0x20 : c;
}
