/** A person at a terminal: a program with a pseudo-terminal for its input and output. */
import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { join } from "node:path";
import { attachPty } from "../../host-sim/cli/attach-pty";
import type { Attachment } from "../../host-sim/cli/attachment";

const root = join(__dirname, "../..");

export class Person {
	readonly #attachment: Attachment;
	readonly #child: ChildProcess;
	readonly #waiting = new Set<() => void>();
	#from = 0;
	/** Everything that came on the screen. */
	screen = "";
	readonly exit: Promise<number | null>;

	private constructor(attachment: Attachment, child: ChildProcess) {
		this.#attachment = attachment;
		this.#child = child;
		this.exit = new Promise((done) => {
			child.once("close", (code) => {
				for (const look of [...this.#waiting]) look();
				done(code);
			});
		});
	}

	/**
	 * @param link where the pseudo-terminal is to be found
	 * @param program what runs there, by its path in the project
	 */
	static async sitDown(
		link: string,
		parameters: readonly string[],
		environment: Record<string, string> = {},
		program = "tools/console/cli.ts",
	) {
		let sees: (bytes: Uint8Array) => void = () => {};
		const attachment = await attachPty(link, {
			onReceive: (bytes) => sees(bytes),
			onNote() {},
			onLost() {},
		});
		const terminal = openSync(link, "r+");
		const { NO_COLOR: _, CI: __, WIFI_PASSWORD: ___, ...inherited } = process.env;
		const script = join(root, program);
		const child = spawn(process.execPath, ["--import", "tsx", script, ...parameters], {
			cwd: root,
			env: { ...inherited, TERM: "xterm-256color", ...environment },
			stdio: [terminal, terminal, terminal],
		});
		closeSync(terminal);
		const person = new Person(attachment, child);
		sees = (bytes) => person.#sees(bytes);
		return person;
	}

	#sees(bytes: Uint8Array): void {
		this.screen += Buffer.from(bytes).toString();
		for (const look of [...this.#waiting]) look();
	}

	/** Presses keys. */
	type(keys: string): void {
		this.#attachment.send(Buffer.from(keys));
	}

	/** Waits for something to come on the screen that was not there when this was last waited for. */
	sees(pattern: RegExp): Promise<RegExpExecArray> {
		return new Promise((done, fail) => {
			const look = () => {
				const found = pattern.exec(this.screen.slice(this.#from));
				if (!found && this.#child.exitCode === null) return;
				this.#waiting.delete(look);
				if (!found) return fail(new Error(`it ended without ${pattern}:\n${this.screen}`));
				this.#from += found.index + found[0].length;
				done(found);
			};
			this.#waiting.add(look);
			look();
		});
	}

	/** Types a line and waits for its result. */
	async says(line: string, answer = /← .{0,12}(?:OK|ERROR)/): Promise<void> {
		this.type(`${line}\r`);
		await this.sees(answer);
	}

	async leave(): Promise<void> {
		if (this.#child.exitCode === null) this.#child.kill("SIGKILL");
		await this.exit;
		await this.#attachment.close();
	}
}
