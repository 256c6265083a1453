import type { Line } from "drivers/at/line";
import { OK, type Taker, TORN } from "drivers/at/request";
import { command, type Writer } from "drivers/at/writer";
import type { FifoBuffer } from "drivers/wfi32/buffer";
import { SOCKRD } from "drivers/wfi32/names";
import type { Socket } from "drivers/wfi32/socket";

const READ = command("AT+SOCKRD=");
// biome-ignore lint/suspicious/noConstEnum: a module's constant costs 50 instructions more
const enum Around {
	/** `+SOCKRD:,<n>,` CR LF `#` … CR LF `OK` CR LF around a payload of up to four digits; the ID comes on top. */
	PAYLOAD = 23,
	/** CR `+SOCKRXT:,<n>` CR LF, which comes unasked: a host that just collects garbage finds it right before an answer. */
	EVENT = 17,
}
// biome-ignore lint/suspicious/noConstEnum: as above
const enum Mode {
	TEXT = 1,
	BINARY = 2,
}

/**
 * How received bytes get out of the module (reference 7.10): as much at a time as the host can surely hold, into a buffer,
 * where they count only when exactly as many as announced were followed by what must follow them.
 */
export class Receiving implements Taker {
	/** Bytes that the module holds for us, as far as it has told. */
	private told = 0;
	/** What was told while a read was on its way may or may not count what that read takes: to be asked for in the end. */
	private uncertain = false;
	readonly buffer: FifoBuffer;
	private readonly socket: Socket;
	private asked = 0;
	private received = 0;
	private text = false;
	/** What was asked for is known to be there: no answer at all means that it came, and was not understood. */
	private sure = false;
	/** Bytes that nobody understood, before the read. */
	private unknownBefore = 0;

	/** The result of the last read, OK or not; TORN already while its answer comes, when that is not as it must be. */
	failure = OK;

	constructor(socket: Socket, buffer: FifoBuffer) {
		this.socket = socket;
		this.buffer = buffer;
	}

	/** Whether the module is known, or thought, to hold something. */
	get expected(): boolean {
		return this.told > 0 || this.uncertain;
	}

	/** The module has told how much it holds. @param reading whether a read is in flight */
	available(count: number, reading: boolean): void {
		this.told = count;
		this.uncertain = reading && this.received === 0;
	}

	/** It may hold something that it has not told of. */
	suspect(): void {
		this.uncertain = true;
	}

	/** Whether it is worth asking now: not for a few bytes each time the application takes a few. */
	get wanted(): boolean {
		if (this.told === 0 && !this.uncertain) return false;
		const { buffer } = this;
		// an empty one has room for whatever is worth asking for
		if (buffer.tail === buffer.head && !buffer.locked) return true;
		const worth = this.size(false);
		return buffer.free >= (this.told > 0 && this.told < worth ? this.told : worth);
	}

	/** As much as the host can surely hold while it is busy with something else. */
	private size(text: boolean): number {
		const context = this.socket.context;
		const limit = context.capabilities.readLimit;
		const room = this.buffer.size;
		const { id } = this.socket;
		// the ID stands in both; what it has beyond four digits is reckoned as ten in all
		let size = context.uart.capacity - Around.PAYLOAD - Around.EVENT - (id < 10 ? 2 : id < 10_000 ? 8 : 20);
		if (text) size >>= 1; // as [hex]
		if (size > limit) size = limit;
		return size < room ? size : room;
	}

	/** @param text as text, during which the module tells its events; in binary some firmware loses them */
	compose(out: Writer, text: boolean): void {
		const buffer = this.buffer;
		const socket = this.socket;
		const told = this.told;
		let count = this.size(text);
		this.sure = told > 0 && !this.uncertain;
		this.unknownBefore = socket.context.engine.counters.unknownBytes;
		if (told === 0) this.uncertain = false;
		else if (told < count) count = told;
		if (buffer.tail !== buffer.start) buffer.makeRoom(count);
		buffer.locked = true; // the payload's place is settled
		const room = buffer.freeInPiece;
		if (count > room) count = room;
		this.asked = count;
		this.received = 0;
		this.text = text;
		this.failure = OK;
		out.answer = SOCKRD;
		if (!text) out.taker = this;
		out.patience = 2000 + count * 2;
		out.begin(READ);
		out.integer(socket.id);
		out.nextInteger(text ? Mode.TEXT : Mode.BINARY);
		out.nextInteger(count);
	}

	/** As {@link Taker.header}. */
	header(id: number, count: number, from: number): number {
		if (this.received > 0 || id !== this.socket.id || count > this.asked) return -1;
		this.received = count;
		const told = this.told;
		this.told = told > count ? told - count : 0;
		return this.buffer.aligned(from);
	}

	/** `+SOCKRD:<id>,<n>,<string>`, once or several times; in binary, a header that is not what was asked for. */
	line(fields: Line): void {
		// a binary header that is not what was asked for: a payload that nobody awaits follows, which must not be read as lines
		if (!this.text) return this.socket.context.engine.distrust();
		const id = fields.integer();
		const count = fields.nextInteger();
		if (!fields.valid || id !== this.socket.id || count > this.asked - this.received) {
			this.failure = TORN;
			return;
		}
		fields.nextTextOf(count);
		// in brackets the string itself is believed (reference 7.10.6: 7 is said of 8 bytes), if there is room for it
		const { bracketed } = fields;
		fields.plain();
		const length = fields.textLength;
		if (!fields.valid || (bracketed ? length > this.asked - this.received : length !== count)) {
			this.failure = TORN;
			return;
		}
		fields.copy(this.buffer.head + this.received);
		this.took(length);
	}

	private took(count: number): void {
		this.received += count;
		this.told = this.told > count ? this.told - count : 0;
	}

	/**
	 * The read is over.
	 * @returns how many bytes were added to the buffer, or a result below 0 or above: see {@link Receiving.failure}
	 */
	done(result: number): number {
		const buffer = this.buffer;
		const count = this.received;
		buffer.locked = false;
		if (result !== OK) this.failure = result;
		// unless whatever was asked for has come
		else if ((count === 0 || count !== this.asked) && this.isMissing()) this.failure = TORN;
		if (this.failure !== OK) return 0;
		if (count === 0) {
			this.told = 0;
			this.uncertain = false;
		} else buffer.added(count);
		return count;
	}

	/** Whether data has left the module and did not get here, as far as that can be told. */
	private isMissing(): boolean {
		if (this.received === 0 && this.sure) return true;
		const understood = this.socket.context.engine.counters.unknownBytes === this.unknownBefore;
		// a header, or a line of several, that somebody else's print has torn
		return !understood && (this.text ? this.received < this.asked : this.received === 0);
	}
}
