import type { Line } from "drivers/at/line";
import { OK } from "drivers/at/request";
import { command, type Writer } from "drivers/at/writer";
import { SOCKRD } from "drivers/wfi32/names";
import type { Parcels } from "drivers/wfi32/parcels";
import type { Socket } from "drivers/wfi32/socket";

const READ = command("AT+SOCKRD=");
const TEXT_MODE = 1;
const BINARY_MODE = 2;
/** The firmware stays in binary mode for several turns beyond this, and loses events or mixes them in (module-behaviour, bug 8). */
const SAFE_IN_BINARY = 128;
/** No address is longer. */
export const ADDRESS_LENGTH = 40;

/** A datagram that was told of: who sent it, and its length. */
class Announcement {
	/** Where among the addresses its sender's lies. */
	readonly at: number;
	addressLength = 0;
	port = 0;
	length = 0;

	constructor(at: number) {
		this.at = at;
	}
}

/**
 * How datagrams get out of the module (reference 7.10): each is told of and then read whole, since what is not read of it
 * is lost. A datagram for which there is no room stays in the module.
 */
export class DatagramReceiving {
	private readonly socket: Socket;
	private readonly queue: Parcels;
	private readonly addresses: Uint8Array;
	private current = new Announcement(0);
	/** The one after it, told of while the current one is being read: of some firmware, and made when it is. */
	private next: Announcement | undefined;
	private reading = false;
	private suspected = false;
	private asked = 0;
	private received = 0;
	private place = -1;
	private text = false;
	private torn = false;
	/** Datagrams that were told of, or come by chance, and could not be kept. */
	lost = 0;
	/** The module's result of the last read, when it says that the socket is of no more use. */
	failure = OK;

	/** @param addresses room for {@link DatagramReceiving.byteLength} of them */
	constructor(socket: Socket, queue: Parcels, addresses: Uint8Array) {
		this.socket = socket;
		this.queue = queue;
		this.addresses = addresses;
	}

	/** Of what it needs for addresses, so many bytes. */
	static readonly byteLength = 2 * ADDRESS_LENGTH;

	/** +SOCKRXU; the address is the last text of the line. */
	announced(address: Line, port: number, length: number): void {
		const { addresses, current } = this;
		let it = current;
		if (this.reading) {
			this.next ??= new Announcement(ADDRESS_LENGTH);
			it = this.next;
		}
		const { bytes } = this.socket.context.arena;
		const count = address.textLength < ADDRESS_LENGTH ? address.textLength : ADDRESS_LENGTH;
		const { textAt } = address;
		const { at } = it;
		for (let i = 0; i < count; i++) addresses[at + i] = bytes[textAt + i];
		it.addressLength = count;
		it.port = port;
		it.length = length;
	}

	/** A datagram may be there that was told of in vain: nothing more is told until it was read. */
	suspect(): void {
		if (!this.reading && this.current.length === 0) this.suspected = true;
	}

	get wanted(): boolean {
		const { length, addressLength } = this.current;
		if (length === 0) return this.suspected;
		return this.fits(length, addressLength) ? this.queue.place(length + addressLength) >= 0 : true;
	}

	private fits(length: number, addressLength: number): boolean {
		return length + addressLength <= this.queue.size;
	}

	compose(out: Writer): void {
		const { context, id } = this.socket;
		const { capabilities, expectant } = context;
		const { at, length, addressLength } = this.current;
		// without a sender, or too long for any buffer: one byte is read, the rest goes
		const kept = length > 0 && this.fits(length, addressLength);
		this.asked = kept ? length : 1;
		const place = kept ? this.queue.place(length + addressLength) : -1;
		this.place = place;
		const { bytes } = context.arena;
		const { addresses } = this;
		if (kept) for (let i = 0; i < addressLength; i++) bytes[place + i] = addresses[at + i];
		this.suspected = false;
		this.reading = true;
		this.received = 0;
		this.torn = false;
		this.text = !kept || (capabilities.losesEventsInBinary && (expectant || length > SAFE_IN_BINARY));
		this.queue.held = true;
		out.answer = SOCKRD;
		out.awaitsPayload = !this.text;
		out.patience = 2000 + length * 2;
		out.begin(READ);
		out.integer(id);
		out.nextInteger(this.text ? TEXT_MODE : BINARY_MODE);
		out.nextInteger(this.asked);
	}

	/** As {@link Request.header}. */
	header(id: number, count: number): number {
		if (this.received > 0 || id !== this.socket.id || count > this.asked) return -1;
		this.received = count;
		return this.place + this.current.addressLength;
	}

	/** `+SOCKRD:<id>,<n>,<string>`, once or several times; in binary, a header that is not what was asked for. */
	line(fields: Line): void {
		// a binary header that is not what was asked for: a payload that nobody awaits follows, which must not be read as lines
		if (!this.text) return this.socket.context.engine.distrust();
		const id = fields.integer();
		const count = fields.nextInteger();
		if (!fields.valid || id !== this.socket.id || count > this.asked - this.received) {
			this.torn = true;
			return;
		}
		fields.nextTextOf(count);
		// in brackets the string itself is believed (reference 7.10.6: 7 is said of 8 bytes), if there is room for it
		const { bracketed } = fields;
		fields.plain();
		const length = fields.textLength;
		if (!fields.valid || (bracketed ? length > this.asked - this.received : length !== count)) {
			this.torn = true;
			return;
		}
		if (this.place >= 0) fields.copy(this.place + this.current.addressLength + this.received);
		this.received += length;
	}

	/** The read is over. @returns whether a datagram was added to the queue */
	done(result: number): boolean {
		const { length, addressLength, port } = this.current;
		this.reading = false;
		this.queue.held = false;
		this.failure = result > 0 ? result : OK;
		const whole = result === OK && !this.torn && this.place >= 0 && this.received === length;
		if (whole) this.queue.add(port, 0, addressLength, length);
		else if (this.received > 0 || length > 0) this.lost++;
		const { current, next } = this;
		current.length = 0;
		if (next) {
			this.current = next;
			this.next = current;
		}
		return whole;
	}
}
