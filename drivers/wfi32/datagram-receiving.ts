import type { Line } from "drivers/at/line";
import type { Name } from "drivers/at/names";
import { OK, type Request } from "drivers/at/request";
import { command, type Writer } from "drivers/at/writer";
import type { Context } from "drivers/wfi32/context";
import type { Parcels } from "drivers/wfi32/parcels";

const SOCKRD = command("AT+SOCKRD=");
const TEXT_MODE = 1;
const BINARY_MODE = 2;
/** The firmware stays in binary mode for several turns beyond this, and loses events or mixes them in (module-behaviour, bug 8). */
const SAFE_IN_BINARY = 128;
const ADDRESS_LENGTH = 40;

/** A datagram that was told of: who sent it, and its length. */
class Announcement {
	readonly address = new Uint8Array(ADDRESS_LENGTH);
	addressLength = 0;
	port = 0;
	length = 0;
}

/**
 * How datagrams get out of the module (reference 7.10): each is told of and then read whole, since what is not read of it
 * is lost. A datagram for which there is no room stays in the module.
 */
export class DatagramReceiving {
	readonly #context: Context;
	readonly #request: Request;
	readonly #queue: Parcels;
	readonly #answer: Name;
	#current = new Announcement();
	/** The one after it, told of while the current one is being read. */
	#next = new Announcement();
	#reading = false;
	#suspected = false;
	#id = -1;
	#asked = 0;
	#received = 0;
	#place = -1;
	#text = false;
	#torn = false;
	/** Datagrams that were told of, or come by chance, and could not be kept. */
	lost = 0;
	/** The module's result of the last read, when it says that the socket is of no more use. */
	failure = OK;

	constructor(context: Context, request: Request, queue: Parcels) {
		this.#context = context;
		this.#request = request;
		this.#queue = queue;
		this.#answer = context.names.of("SOCKRD");
	}

	/** +SOCKRXU; the address is the last text of the line. */
	announced(address: Line, port: number, length: number): void {
		const it = this.#reading ? this.#next : this.#current;
		const { bytes } = this.#context.arena;
		const count = address.textLength < ADDRESS_LENGTH ? address.textLength : ADDRESS_LENGTH;
		for (let i = 0; i < count; i++) it.address[i] = bytes[address.textAt + i];
		it.addressLength = count;
		it.port = port;
		it.length = length;
	}

	/** A datagram may be there that was told of in vain: nothing more is told until it was read. */
	suspect(): void {
		if (!this.#reading && this.#current.length === 0) this.#suspected = true;
	}

	get wanted(): boolean {
		const { length, addressLength } = this.#current;
		if (length === 0) return this.#suspected;
		return this.#fits(length, addressLength) ? this.#queue.place(length + addressLength) >= 0 : true;
	}

	#fits(length: number, addressLength: number): boolean {
		return length + addressLength <= this.#queue.size;
	}

	compose(out: Writer, id: number): void {
		const { capabilities, expectant } = this.#context;
		const request = this.#request;
		const { length, addressLength, address } = this.#current;
		// without a sender, or too long for any buffer: one byte is read, the rest goes
		const kept = length > 0 && this.#fits(length, addressLength);
		this.#asked = kept ? length : 1;
		this.#place = kept ? this.#queue.place(length + addressLength) : -1;
		if (kept) this.#context.arena.bytes.set(address, this.#place);
		this.#suspected = false;
		this.#reading = true;
		this.#received = 0;
		this.#torn = false;
		this.#id = id;
		this.#text = !kept || (capabilities.losesEventsInBinary && (expectant || length > SAFE_IN_BINARY));
		this.#queue.held = true;
		request.answer = this.#answer;
		request.awaitsPayload = !this.#text;
		request.payloadAt = this.#place + addressLength;
		request.patience = 2000 + length * 2;
		out.begin(SOCKRD);
		out.integer(id);
		out.nextInteger(this.#text ? TEXT_MODE : BINARY_MODE);
		out.nextInteger(this.#asked);
	}

	/** As {@link Request.header}. */
	header(id: number, count: number): boolean {
		if (this.#received > 0 || id !== this.#id || count > this.#asked) return false;
		this.#received = count;
		return true;
	}

	/** `+SOCKRD:<id>,<n>,<string>`, once or several times; in binary, a header that is not what was asked for. */
	line(fields: Line): void {
		// a binary header that is not what was asked for: a payload that nobody awaits follows, which must not be read as lines
		if (!this.#text) return this.#context.engine.distrust();
		const id = fields.integer();
		const count = fields.nextInteger();
		if (!fields.valid || id !== this.#id || count > this.#asked - this.#received) {
			this.#torn = true;
			return;
		}
		fields.nextTextOf(count);
		// in brackets the string itself is believed (reference 7.10.6: 7 is said of 8 bytes), if there is room for it
		const { bracketed } = fields;
		fields.plain();
		const length = fields.textLength;
		if (!fields.valid || (bracketed ? length > this.#asked - this.#received : length !== count)) {
			this.#torn = true;
			return;
		}
		if (this.#place >= 0) fields.copy(this.#place + this.#current.addressLength + this.#received);
		this.#received += length;
	}

	/** The read is over. @returns whether a datagram was added to the queue */
	done(result: number): boolean {
		const { length, addressLength, port } = this.#current;
		this.#reading = false;
		this.#queue.held = false;
		this.failure = result > 0 ? result : OK;
		const whole = result === OK && !this.#torn && this.#place >= 0 && this.#received === length;
		if (whole) this.#queue.add(port, 0, addressLength, length);
		else if (this.#received > 0 || length > 0) this.lost++;
		const done = this.#current;
		done.length = 0;
		this.#current = this.#next;
		this.#next = done;
		return whole;
	}
}
