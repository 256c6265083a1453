import type { Counters } from "drivers/at/counters";
import type { Line } from "drivers/at/line";
import { type Listener, MEASURED, type Name, NOBODY } from "drivers/at/names";
import type { EngineParts, Supervisor } from "drivers/at/parts";
import type { Request } from "drivers/at/request";
import { ERROR_LENGTH, GENERAL_ERROR, isError } from "drivers/at/results";
import type { Writer } from "drivers/at/writer";
import { Deadline } from "drivers/uart/deadlines";

// biome-ignore lint/suspicious/noConstEnum: a module's constant costs 50 instructions more
const enum Byte {
	PLUS = 0x2b,
	COMMA = 0x2c,
	A = 0x41,
	K = 0x4b,
	O = 0x4f,
	T = 0x54,
}
const EMPTY = ""; // a literal would make a string each time in a preloaded module

/** What a whole line means: a result, the answer of the command in flight, an event, echo, or nothing that is known. */
export abstract class Lines extends Deadline {
	// the most used first: a field is looked for one after the other
	protected current: Request | undefined;
	protected readonly writer: Writer;
	readonly counters: Counters;
	/** A payload of the current request has come; nothing but `OK` and events may follow. */
	protected trailing = false;
	/** The fields of the line at hand, for handlers. */
	readonly fields: Line;
	protected readonly bytes: Uint8Array;
	protected readonly supervisor: Supervisor;
	private readonly parts: EngineParts;
	/** The text of the last `ERROR:<code>,"<text>"`; empty when the module gave none. */
	errorText = EMPTY;

	constructor(parts: EngineParts, supervisor: Supervisor, counters: Counters, fields: Line) {
		super();
		this.writer = parts.writer;
		this.counters = counters;
		this.fields = fields;
		this.bytes = parts.arena.bytes;
		this.supervisor = supervisor;
		this.parts = parts;
	}

	/** The command in flight has succeeded. */
	abstract ok(): void;

	/** The command in flight has failed, with a code of the module's. */
	protected abstract failed(code: number): void;

	/** What cannot be understood may have been the answer: it is not waited for as long as it was to be. */
	protected abstract hasten(): void;

	/** What was announced is not what came: nothing of it counts, and the stream is not to be trusted until it is quiet. */
	abstract distrust(): void;

	line(at: number, end: number): void {
		const bytes = this.bytes;
		const first = bytes[at];
		if (first === Byte.PLUS) {
			this.named(at, end);
		} else if (first === Byte.O && end - at === 2 && bytes[at + 1] === Byte.K) {
			this.ok();
		} else if (isError(bytes, at, end)) {
			this.failed(this.errorCode(at, end));
		} else if (first === Byte.A && bytes[at + 1] === Byte.T && !this.trailing) {
			this.counters.echoes++;
			const own = this.current !== undefined && this.writer.holds(at, end);
			if (!own) this.hasten();
			this.supervisor.onEcho(own);
		} else if (!this.bare(at, end)) {
			this.unknown(at, end);
		}
	}

	/** A line that begins with `+`: the answer of the command in flight, or an event. */
	private named(at: number, end: number): void {
		const current = this.current;
		const writer = this.writer;
		const name = this.parts.names.find(at + 1, writer.answer);
		if (!name) return this.unknown(at, end);
		const fields = this.fields;
		const start = at + 1 + name.length;
		fields.begin(start < end ? start + 1 : end, end);
		if (current && (name === writer.answer || name === writer.alternative)) {
			if (current.line(fields)) {
				if (!fields.valid) this.malformed(name);
				return;
			}
			fields.begin(start < end ? start + 1 : end, end);
		}
		const listener = name.listener === NOBODY ? undefined : this.parts.names.listeners[name.listener];
		if (!listener) {
			this.unknown(at, end);
			// a line of another command's answer
			if (name.listener === NOBODY) this.supervisor.onStray();
			return;
		}
		if (name.integers > 0) this.told(listener, name);
		else listener.event(name);
		// an event that has lost its end, and a result behind it: what was meant for a command went by
		if (this.bytes[end - 2] === Byte.O && this.bytes[end - 1] === Byte.K) this.hasten();
		if (!fields.valid) this.damaged(name);
	}

	/** An event that is told with its fields, and is not as simple as {@link Events} wants it. */
	private told(listener: Listener, name: Name): void {
		const fields = this.fields;
		const { integers, texts } = name;
		if (texts === MEASURED) return listener.event(name);
		const a = fields.integer();
		const b = integers > 1 ? fields.nextInteger() : 0;
		const c = integers > 2 ? fields.nextInteger() : 0;
		if (texts > 1) {
			fields.nextText();
			fields.plain();
			fields.firstAt = fields.textAt;
			fields.firstLength = fields.textLength;
		}
		if (texts > 0) {
			fields.lastText();
			fields.plain();
		}
		if (fields.valid) listener.told?.(name, a, b, c);
	}

	/** A line of an answer that lacks its `+`. */
	private bare(at: number, end: number): boolean {
		const current = this.current;
		const { answer, answersBare } = this.writer;
		if (!current || !answersBare || !answer) return false;
		const name = this.parts.names.find(at, answer);
		if (name !== answer) return false;
		const fields = this.fields;
		const start = at + name.length;
		fields.begin(start < end ? start + 1 : end, end);
		if (current.line(fields) && !fields.valid) this.malformed(name);
		return true;
	}

	/** The code of a line that says `ERROR`, above 0; its text is kept. */
	private errorCode(at: number, end: number): number {
		const fields = this.fields;
		this.errorText = EMPTY;
		if (at + ERROR_LENGTH >= end) return GENERAL_ERROR;
		fields.begin(at + ERROR_LENGTH + 1, end);
		const code = fields.integer();
		if (!fields.valid || code <= 0) return GENERAL_ERROR;
		if (fields.peek === Byte.COMMA) {
			fields.nextText();
			if (fields.valid) this.errorText = this.parts.decoder.decode(this.bytes, fields.textAt, fields.textLength);
		}
		return code;
	}

	private unknown(at: number, end: number): void {
		this.counters.unknownLines++;
		this.counters.unknownBytes += end - at;
		this.supervisor.onUnknown(at, end);
		// bytes of somebody else's print lie in the payload, and its last ones here
		if (this.trailing) this.distrust();
		else this.hasten();
	}

	damaged(name: Name): void {
		this.malformed(name);
		if (this.trailing) this.distrust();
	}

	/** Counts a line that was known by name but is not as the reference has it. */
	malformed(name: Name): void {
		this.counters.malformedLines++;
		this.hasten();
		this.supervisor.onMalformed(name);
	}
}
