/** A person, or a file of lines, and a module: from the first line to the last. */
import { join } from "node:path";
import { accessPoint, releaseOf } from "../../host-sim/cli/defaults";
import { Failure } from "../../host-sim/cli/failure";
import { type Line, portLine, virtualLine } from "../../host-sim/cli/line";
import { realWorld } from "../../host-sim/world/real/index";
import { rowLine } from "../wire/print";
import type { Row } from "../wire/row";
import { Console } from "./console";
import { cacheFolder, History } from "./history";
import type { ConsoleOptions } from "./options";
import { Queue } from "./queue";
import { Session } from "./session";
import { Terminal } from "./terminal";

/** Milliseconds that a module takes to start, at the most. */
const START = 2000;

export class Run {
	readonly #options: ConsoleOptions;
	readonly #world;
	readonly #queue = new Queue();
	readonly #history: History;
	readonly #quitting: Promise<void>;
	#quit!: () => void;
	#failure: Failure | undefined;
	#explained: boolean;
	#session!: Session;
	#terminal!: Terminal;

	constructor(options: ConsoleOptions) {
		this.#options = options;
		const { ssid, password, seed, history, explain } = options;
		this.#world = realWorld({ accessPoints: [accessPoint(ssid, password)], seed });
		this.#history = new History(history ?? join(cacheFolder(), "history"), [password]);
		this.#explained = explain;
		this.#quitting = new Promise((done) => {
			this.#quit = done;
		});
	}

	/** @returns whether all went well. @throws Failure when there is no module, or none any more */
	async run(): Promise<boolean> {
		const line = await this.#open();
		try {
			this.#begin(line);
			await this.#quitting;
		} finally {
			this.#terminal?.close();
			this.#session?.close();
			await line.close();
			this.#world.close();
		}
		if (this.#failure) throw this.#failure;
		return !this.#session.failures || this.#terminal.interactive;
	}

	#open(): Promise<Line> | Line {
		const { port, baud } = this.#options;
		if (!port) return virtualLine(this.#world, this.#release, baud);
		return portLine(port, baud, (lost) => {
			this.#failure = lost;
			this.#quit();
		});
	}

	get #release() {
		const { profile, release } = this.#options;
		return releaseOf(profile, release);
	}

	/** What the module is. */
	get #source(): string {
		const { port, profile, release } = this.#options;
		return port ?? `virtual, ${release ? `release ${release}` : profile}`;
	}

	#begin({ end }: Line): void {
		const { port, ssid, password, baud, timeout, transcript, capture } = this.#options;
		const { clock } = this.#world;
		const say = (lines: readonly string[]) => this.#say(lines);
		this.#session = new Session({
			...{ end, baud, source: this.#source, secrets: [password], now: () => clock.now(), patience: timeout * 1000 },
			...{ onRow: (row) => this.#row(row), onNote: (text) => say([text]) },
		});
		const explain = (on: boolean) => {
			this.#explained = on;
		};
		const console = new Console(this.#session, { say, explain, quit: this.#quit });
		try {
			if (transcript) this.#session.transcript(transcript);
			if (capture) this.#session.capture(capture);
		} catch (error) {
			throw new Failure((error as Error).message, "Choose another file.");
		}
		// the published firmware takes its time, and says when it is there
		if (!port && this.#release !== "reference") this.#queue.add(() => this.#session.started(START));
		this.#terminal = this.#sit(console);
		if (!this.#terminal.interactive) return;
		const place = port ? `module at ${port}` : `virtual WFI32 (${this.#source.slice(9)}), network "${ssid}"`;
		say([`${place}; .help lists what there is, Ctrl-D ends it`]);
	}

	#sit(console: Console): Terminal {
		return new Terminal(
			{ input: process.stdin, output: process.stdout, history: this.#history.lines },
			{
				onLine: (text) => {
					// what the module waits for is data
					if (!this.#session.expects) this.#history.add(text.trim());
					this.#queue.add(() => console.run(text)).then(() => this.#prompt());
					this.#prompt();
				},
				onInterrupt: () => {
					if (!this.#queue.length) this.#say(["Ctrl-D or .quit ends it"]);
					this.#queue.clear();
					this.#session.interrupt();
					this.#prompt();
				},
				// what was typed is done first
				onEnd: () => {
					this.#queue.done.then(this.#quit);
				},
			},
		);
	}

	#row(row: Row): void {
		const { interactive, coloured } = this.#terminal;
		// a person has typed the command and sees it, and needs neither its echo nor the module's prompt
		const typed = row.kind === "command" && interactive && this.#queue.length <= 1;
		if (!typed && row.kind !== "echo" && row.text !== ">")
			this.#terminal.print([rowLine(row, { coloured, explained: this.#explained })]);
		if (row.expects !== undefined || row.kind === "result") this.#prompt();
	}

	#say(lines: readonly string[]): void {
		this.#terminal.print(this.#terminal.coloured ? lines.map((it) => `\x1b[33m${it}\x1b[0m`) : lines);
	}

	#prompt(): void {
		const { expects } = this.#session;
		const bytes = `${expects} ${expects === 1 ? "byte" : "bytes"}`;
		const wanted = expects === Number.POSITIVE_INFINITY ? "data until +++" : bytes;
		this.#terminal.prompt(expects ? `${wanted}> ` : "> ");
	}
}
