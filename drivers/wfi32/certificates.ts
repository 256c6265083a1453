import type { Line } from "drivers/at/line";
import { OK, Request } from "drivers/at/request";
import { command, type Writer } from "drivers/at/writer";
import { Deadline } from "drivers/uart/deadlines";
import type { Chapter, Context } from "drivers/wfi32/context";
import { UNSUPPORTED, Wfi32Error } from "drivers/wfi32/errors";
import { failureIn } from "drivers/wfi32/fields";
import { LOADCERT } from "drivers/wfi32/names";

/** The most bytes of a certificate (module-behaviour, runtime certificate). */
export const CERTIFICATE_LIMIT = 1500;

type Told = (error: Wfi32Error | undefined) => void;

const LOAD = command("AT+LOADCERT=");
/** An `OK` may come behind the line that tells of the end, or not: none is to be taken for the next command's. */
const RESULT_TIME = 400;
const LAST_CODE = 47;
/** Data on their way to the module make it lose events (module-behaviour): wait until none is expected. */
const PATIENCE_PAUSE = 100;

const NOTHING = new Uint8Array(0);

/** The time for an `OK` behind the line that told of the end. */
class Late extends Deadline {
	private readonly certificates: Certificates;

	constructor(certificates: Certificates) {
		super();
		this.certificates = certificates;
	}

	due(): void {
		this.certificates.conclude();
	}
}

/**
 * Gives a certificate to the running module (module-behaviour: `AT+LOADCERT=<len>,"name"`, then `#` and the bytes). Only its
 * MQTT service looks there; a reset forgets it. As a deadline, it waits for the next piece's turn, or the command's.
 */
export class Certificates extends Request implements Chapter {
	private readonly context: Context;
	private names: string[] = [];
	private name = "";
	private nameBytes: Uint8Array = NOTHING;
	private bytes: Uint8Array = NOTHING;
	private sent = 0;
	/** Where in the arena the pieces lie while they are sent: where the command was. */
	private place = 0;
	private room = 0;
	private asker: Told | undefined;
	private error: Wfi32Error | undefined;
	/** The module has said how it went, `OK` apart. */
	private outcome: number | undefined;
	/** The command waits until no event is expected. */
	private postponed = false;
	/** Made when it is first needed. */
	private late: Late | undefined;

	constructor(context: Context) {
		super();
		this.context = context;
	}

	/** Names of those that were given to the module since it started. */
	get loaded(): readonly string[] {
		return this.names;
	}

	/**
	 * Gives a certificate to the module.
	 * @param bytes 1 to {@link CERTIFICATE_LIMIT}; they must stay as they are until `told` is called
	 * @param told from the event loop
	 * @throws RangeError for another length; Error while another is on its way; Wfi32Error when the module was given up
	 */
	load(name: string, nameBytes: Uint8Array, bytes: Uint8Array, told: Told): void {
		if (this.context.failure) throw this.context.failure;
		if (bytes.length < 1 || bytes.length > CERTIFICATE_LIMIT)
			throw new RangeError(`a certificate must have 1 to ${CERTIFICATE_LIMIT} bytes`);
		if (this.asker) throw new Error("a certificate is on its way");
		this.asker = told;
		this.error = undefined;
		this.name = name;
		this.nameBytes = nameBytes;
		this.bytes = bytes;
		this.context.engine.submit(this);
	}

	onReset(): void {
		this.names = [];
	}

	onResynchronised(): void {
		// whoever waited has been told already
	}

	event(): void {}

	fail(error: Wfi32Error): void {
		this.names = [];
		this.clear();
		if (this.asker && !this.posted) this.end(error);
	}

	compose(out: Writer): number {
		this.outcome = undefined;
		this.sent = 0;
		const { capabilities, expectant, deadlines } = this.context;
		if (!capabilities.loadsCertificates) return 0;
		if (expectant && capabilities.losesEventsInBinary) {
			this.postponed = true;
			deadlines.set(this, PATIENCE_PAUSE);
			return 0;
		}
		this.place = out.start;
		this.room = out.capacity;
		out.answer = LOADCERT;
		out.awaitsPrompt = true;
		out.dataLength = this.bytes.length;
		out.patience = 5000 + this.context.uart.wireTime(this.bytes.length);
		out.begin(LOAD);
		out.integer(this.bytes.length);
		out.nextText(this.nameBytes, 0, this.nameBytes.length);
		return out.end();
	}

	override prompt(): void {
		this.sendPiece();
	}

	/** +LOADCERT:<…>: an ERROR:<code>, or a number that is 0 or a code. Whatever else it may say, it has been taken. */
	override line(fields: Line): boolean {
		let code = failureIn(fields);
		if (code === 0) code = fields.integer();
		this.outcome = fields.valid && code > 0 && code <= LAST_CODE ? code : OK;
		fields.valid = true;
		this.late ??= new Late(this);
		this.context.deadlines.set(this.late, RESULT_TIME);
		return true;
	}

	done(result: number): void {
		if (this.postponed && result === OK) return;
		this.clear();
		if (this.context.failure) return;
		const { capabilities, engine } = this.context;
		if (!capabilities.loadsCertificates) return this.end(new Wfi32Error(UNSUPPORTED, "+LOADCERT"));
		const code = result === OK ? (this.outcome ?? OK) : result;
		if (code !== OK) return this.end(new Wfi32Error(code, "+LOADCERT", result > 0 ? engine.errorText : ""));
		if (!this.names.includes(this.name)) this.names.push(this.name);
		this.end(undefined);
	}

	/** @internal no `OK` has come behind the line that told of the end */
	conclude(): void {
		this.context.engine.conclude(this, OK);
	}

	private clear(): void {
		const { deadlines } = this.context;
		this.postponed = false;
		deadlines.clear(this);
		if (this.late) deadlines.clear(this.late);
	}

	override due(): void {
		if (!this.postponed) return this.sendPiece();
		this.postponed = false;
		this.context.engine.submit(this);
	}

	/** The bytes go by pieces through the place of the command, which is on its way no more. */
	private sendPiece(): void {
		const { uart, deadlines, arena } = this.context;
		if (!uart.idle) return deadlines.set(this, 1);
		const left = this.bytes.length - this.sent;
		if (left === 0) return;
		const count = left < this.room ? left : this.room;
		const from = this.bytes;
		const to = arena.bytes;
		for (let i = 0; i < count; i++) to[this.place + i] = from[this.sent + i];
		this.sent += count;
		uart.send(this.place, count);
		if (this.sent < from.length) deadlines.set(this, uart.wireTime(count));
	}

	private end(error: Wfi32Error | undefined): void {
		this.error = error;
		this.context.notices.post(this);
	}

	override deliver(): void {
		const told = this.asker;
		this.asker = undefined;
		told?.(this.error);
	}
}
