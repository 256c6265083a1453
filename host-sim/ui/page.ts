/** The page of a run: what is to be shown comes in here, commands of the page go out. */
import type { Row as Decoded } from "../../tools/wire/row";
import type { Surroundings } from "../faults/index";
import type { Firmware } from "../launch";
import type { VirtualModule } from "../module/index";
import { choicesIn, FaultDesk } from "./faults";
import type { Happening, Row, State } from "./messages";
import { Record } from "./record";
import { Recovery } from "./recovery";
import { PageServer } from "./server";
import { Watch } from "./watch";

export interface PageOptions {
	/** Milliseconds, on the clock that the rows' times are of. */
	now(): number;
	/** Hides secrets in what is shown. */
	redact(text: string): string;
	/** What began and ended is told to people elsewhere as well. */
	onFault(text: string): void;
}

/** What can be looked at, once it runs. */
export interface Subject {
	title: string;
	firmware?: Firmware;
	module?: VirtualModule;
	surroundings?: Surroundings;
	/** Why a side of the wire cannot be looked at. */
	why: State["why"];
}

/** Where the page is when nobody says: a free port when this one is taken. */
const PORT = 4190;

export class Page {
	readonly #options: PageOptions;
	readonly #record: Record;
	readonly #server: PageServer;
	readonly #recovery: Recovery;
	#watch: Watch | undefined;
	#desk: FaultDesk | undefined;
	#reading: number | null = null;

	private constructor(options: PageOptions) {
		// a thousandth of a millisecond says nothing, and is sent with everything
		const now = () => Math.round(options.now() * 10) / 10;
		this.#options = { ...options, now };
		this.#record = new Record(now);
		this.#recovery = new Recovery(now, (text) => this.happened("outcome", text));
		this.#server = new PageServer(this.#record, (command) => this.#obey(command));
	}

	/**
	 * @param port where; 0: any; undefined: the usual one, or any when that is taken
	 * @returns the page, and where it is
	 * @throws Error when the port cannot be had
	 */
	static async open(port: number | undefined, options: PageOptions): Promise<{ page: Page; url: string }> {
		const page = new Page(options);
		const url = await page.#server.open(port ?? PORT).catch((error: NodeJS.ErrnoException) => {
			if (port !== undefined || error.code !== "EADDRINUSE") throw error;
			return page.#server.open(0);
		});
		return { page, url };
	}

	/** From now on there is something to look at. */
	watch({ title, firmware, module, surroundings, why }: Subject): void {
		const { now, redact, onFault } = this.#options;
		this.#record.describe(redact(title), choicesIn(surroundings, why.module), now());
		if (surroundings) {
			this.#desk = new FaultDesk(surroundings, (name, began) => {
				this.#record.faults = this.#desk?.running ?? [];
				this.#recovery.fault(name, began);
				onFault(`fault ${began ? "begins" : "ends"}: ${name}`);
			});
		}
		if (module) {
			module.onTrace = (event) => {
				if (event.kind === "power") this.happened("module", powerTexts[event.state]);
				else if (event.kind === "lost") this.happened("module", `${event.what} lost: ${event.detail}`);
			};
		}
		this.#watch = new Watch({
			...{ firmware, module, why, now },
			reading: () => this.#reading,
			onSample: (sample) => this.#record.samples.add(sample),
			onState: (state) => {
				this.#record.state = redacted(state, redact);
			},
		});
	}

	/** Something has gone over the wire, decoded: */
	row(row: Decoded): void {
		this.#record.rows.add(shown(row, this.#options.redact));
	}

	/** and as the bytes that pass. */
	passed(direction: "toModule" | "toHost", bytes: Uint8Array): void {
		this.#watch?.passed(direction, bytes);
	}

	/** What the firmware answers when it is asked how it is. */
	reported(text: string): void {
		this.#watch?.reported(text);
	}

	happened(voice: Happening["voice"], text: string): void {
		this.#record.happened(voice, this.#options.redact(text));
		if (voice === "app") this.#recovery.said(text);
	}

	/** A reading has reached the broker: JSON, with a `temperature` as the sample product has it. */
	reading(payload: Uint8Array): void {
		const { temperature } = JSON.parse(Buffer.from(payload).toString()) as { temperature?: unknown };
		this.#reading = typeof temperature === "number" ? temperature : null;
		this.#recovery.recovered();
	}

	async close(): Promise<void> {
		this.#watch?.close();
		this.#desk?.close();
		await this.#server.close();
	}

	#obey(command: unknown): string | undefined {
		if (typeof command !== "object" || command === null || !("fault" in command)) return "no such command";
		if (!this.#desk) return "nothing runs yet, or nothing can be done to it";
		return this.#desk.press(command.fault);
	}
}

const powerTexts = {
	on: "switched on",
	off: "switched off",
	reset: "was reset",
	crashed: "crashed, and starts anew",
	hung: "hangs",
};

function shown(row: Decoded, redact: (text: string) => string): Row {
	const { kind, direction, time, text, name, chapter, meaning, code, took } = row;
	const at = Math.round(time * 10) / 10;
	return {
		kind,
		direction,
		time: at,
		text: redact(text),
		name,
		chapter,
		meaning: meaning && redact(meaning),
		code,
		took,
	};
}

/** Names of networks and addresses are no secrets; but a network may be called like one. */
const redacted = (state: State, redact: (text: string) => string): State =>
	JSON.parse(JSON.stringify(state), (_, value) => (typeof value === "string" ? redact(value) : value));
