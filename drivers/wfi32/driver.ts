import { Engine, type Supervisor } from "drivers/at/engine";
import { type Name, Names } from "drivers/at/names";
import { Notices } from "drivers/at/notices";
import type { EngineParts } from "drivers/at/parts";
import { OK } from "drivers/at/request";
import { Decoder } from "drivers/at/text";
import { Writer } from "drivers/at/writer";
import { Arena } from "drivers/uart/arena";
import { Deadlines } from "drivers/uart/deadlines";
import type { SerialConfiguration } from "drivers/uart/serial";
import { Uart } from "drivers/uart/uart";
import { Boot, type BootOutcome } from "drivers/wfi32/boot";
import { Chapters } from "drivers/wfi32/chapters";
import { CLOSED, RESET, SILENT, TORN, Wfi32Error } from "drivers/wfi32/errors";
import type { Identity } from "drivers/wfi32/identity";
import { names, SOCKETS } from "drivers/wfi32/names";
import { type Capabilities, capabilitiesOf } from "drivers/wfi32/releases";
import { Rescue, type RescueOwner } from "drivers/wfi32/rescue";
import { type ResetConfiguration, ResetLine, type ResetLineOwner } from "drivers/wfi32/reset-line";
import { arenaLength, type Buffers } from "drivers/wfi32/sizes";
import { Sockets } from "drivers/wfi32/sockets";
import { Unexpected, type UnexpectedOwner } from "drivers/wfi32/unexpected";

/** Milliseconds for the first answer after a reset. */
const AFTER_RESET = 3500;
/** What text is made of: a tab and more, and nothing beyond ASCII. */
const FIRST_CHARACTER = 0x09;
const LAST_CHARACTER = 0x7e;

/** What the driver of one module is told, from the event loop. */
export interface DriverOwner extends UnexpectedOwner {
	/** The module answers for the first time. */
	onReady(): void;
	/** Nothing will come of this driver any more. */
	onFailure(error: Error): void;
}

/**
 * One module on one UART: puts the parts together, and brings them back together after trouble. As a request, it asks
 * whether the module is still what it was; as a notice, it tells its owner how it is.
 */
export class Driver extends Chapters implements EngineParts, Supervisor, BootOutcome, ResetLineOwner, RescueOwner {
	readonly arena: Arena;
	readonly deadlines = new Deadlines();
	readonly notices: Notices;
	readonly uart: Uart;
	readonly engine: Engine;
	readonly names: Names;
	readonly decoder = new Decoder();
	readonly writer: Writer;
	/** What the module said of itself last. */
	readonly identity: Identity = { manufacturer: "", model: "", revision: "", release: "" };
	/** Only there while it is at work. */
	#boot: Boot | undefined;
	readonly certificateNames: readonly string[];
	readonly #owner: DriverOwner;
	protected readonly buffers: Buffers;
	/** Made when something was not understood for the first time. */
	#unexpected: Unexpected | undefined;
	readonly #resetLine: ResetLine | undefined;
	/** Made when the module has been silent for the first time. */
	#rescue: Rescue | undefined;
	readonly #fixedRelease: string | undefined;
	capabilities: Capabilities;
	#wasReady = false;
	#synchronised = false;
	#failure: Wfi32Error | undefined;
	#closed = false;

	/**
	 * @param release a key of the table of releases, when the module is not to be believed about it
	 * @param certificateNames what the module's image is known to hold
	 * @param reset the pin of the module's reset line, where that is wired
	 * @throws whatever the constructors of serial port and pin throw; RangeError for impossible sizes
	 */
	constructor(
		serial: SerialConfiguration,
		buffers: Buffers,
		release: string | undefined,
		certificateNames: readonly string[],
		owner: DriverOwner,
		reset?: ResetConfiguration,
	) {
		super();
		this.#owner = owner;
		this.buffers = buffers;
		this.certificateNames = certificateNames;
		this.#fixedRelease = release;
		this.capabilities = capabilitiesOf(release ?? "reference");
		this.arena = new Arena(arenaLength(buffers));
		this.notices = new Notices(this.deadlines);
		this.names = new Names(this.arena, names, this.chapters);
		this.writer = new Writer(this.arena, buffers.command);
		try {
			this.#resetLine = reset && new ResetLine(this.deadlines, reset, this);
			this.uart = new Uart(this.arena, this.deadlines, serial, buffers.ring, buffers.line);
		} catch (error) {
			this.#resetLine?.close();
			this.deadlines.close();
			throw error;
		}
		this.engine = new Engine(this, this, buffers.line);
		this.chapters[SOCKETS] = new Sockets(this, buffers.sockets, buffers.receive, buffers.transmit);
		this.boot.start(true);
	}

	private get boot(): Boot {
		this.#boot ??= new Boot(this);
		return this.#boot;
	}

	/** Whether the module answers. */
	get ready(): boolean {
		return this.#synchronised;
	}

	get failure(): Wfi32Error | undefined {
		return this.#failure;
	}

	/** Whether {@link Driver.close} was called. */
	get closed(): boolean {
		return this.#closed;
	}

	/** Gives the port back. Every open object is told, from the event loop. */
	close(): void {
		if (this.#closed) return;
		this.#closed = true;
		if (this.#failure) this.deadlines.close();
		else this.fail(new Wfi32Error(CLOSED, "close"));
	}

	onTrouble(): void {
		if (this.findingBack || this.#failure) return;
		this.doubt();
		this.resynchronise(false);
	}

	onEcho(own: boolean): void {
		if (this.#failure) return;
		if (this.findingBack) {
			if (own) this.#boot?.sawEcho();
			return;
		}
		// data that were meant for a module that has started anew would be commands to it
		if (!own && !this.engine.givingData) return this.suspect();
		this.doubt();
		this.engine.abandon(own ? RESET : TORN);
		this.resynchronise(own);
	}

	onStray(): void {
		if (!this.findingBack && !this.#failure) this.suspect();
	}

	private get findingBack(): boolean {
		return (this.#boot?.running ?? false) || (this.#rescue?.busy ?? false);
	}

	/**
	 * A sign that may mean nothing: nobody is told of a loss before the module was asked. What is in flight may still
	 * get its answer.
	 */
	private suspect(): void {
		if (this.pending) return;
		this.doubt();
		this.engine.recover(this);
	}

	/* The request sends nothing: its turn comes when no command is in flight and the wire is free. */

	compose(): number {
		return 0;
	}

	done(result: number): void {
		if (result === OK) this.resynchronise(false);
	}

	private doubt(): void {
		if (this.#synchronised) this.engine.counters.resynchronisations++;
		this.#synchronised = false;
		this.engine.hold();
	}

	private resynchronise(fresh: boolean): void {
		this.engine.withdraw(this);
		this.boot.start(fresh);
	}

	onUnknown(at: number, end: number): void {
		if (!Unexpected.isUsual(this.arena.bytes, at, end)) {
			this.#unexpected ??= new Unexpected(this, this.#owner);
			this.#unexpected.unknown(at, end);
		}
		// other tasks print text; what is none says that the line is bad, or has another speed at its two ends
		if (this.isGarbage(at, end)) this.onStray();
		else this.#boot?.sawText(end - at);
	}

	private isGarbage(at: number, end: number): boolean {
		const { bytes } = this.arena;
		for (; at < end; at++) if (bytes[at] > LAST_CHARACTER || bytes[at] < FIRST_CHARACTER) return true;
		return false;
	}

	onMalformed({ text }: Name): void {
		this.#unexpected ??= new Unexpected(this, this.#owner);
		this.#unexpected.malformed(`+${text}`);
	}

	onSynchronised(fresh: boolean): void {
		if (this.#rescue?.leadsHome()) return;
		this.#boot = undefined;
		this.capabilities = capabilitiesOf(this.#fixedRelease ?? (this.identity.release || "reference"));
		this.writer.limit = this.capabilities.commandLength;
		if (this.#wasReady) {
			if (fresh) {
				this.engine.counters.resets++;
				this.engine.flush(RESET);
			}
			for (const chapter of this.chapters) {
				if (fresh) chapter?.onReset(RESET);
				else chapter?.onResynchronised();
			}
		} else {
			this.#wasReady = true;
			this.notices.post(this);
		}
		this.#synchronised = true;
		this.engine.release();
	}

	onSilent(): void {
		this.#rescue ??= new Rescue(this, this, this.#resetLine);
		if (!this.#rescue.next()) this.fail(new Wfi32Error(SILENT, "AT"));
	}

	onPulsed(): void {
		this.tryAgain(true, AFTER_RESET);
	}

	tryAgain(fresh: boolean, patience: number): void {
		this.boot.again(fresh, patience);
	}

	/** As a notice: ready; or failed, the last of all notices, so that after closing nothing is left that could be due. */
	override deliver(): void {
		if (this.#closed) this.deadlines.close();
		else if (this.#failure) this.#owner.onFailure(this.#failure);
		else this.#owner.onReady();
	}

	private fail(error: Wfi32Error): void {
		if (this.#failure) return;
		this.#failure = error;
		this.#synchronised = false;
		this.#boot?.stop();
		this.#rescue?.stop();
		this.engine.close();
		this.uart.close();
		this.#resetLine?.close();
		for (const chapter of this.chapters) chapter?.fail(error);
		this.notices.cancel(this);
		this.notices.post(this);
	}
}
