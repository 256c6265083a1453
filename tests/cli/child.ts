/** The programs of host-sim/cli as child processes, as a person starts them. */
import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";

const root = join(__dirname, "../..");

export class Child {
	readonly #child: ChildProcess;
	readonly #waiting = new Set<() => void>();
	readonly #closed: Promise<number | null>;
	#ended = false;
	/** Standard output and standard error, in the order they came. */
	output = "";

	/**
	 * @param program name of a file in host-sim/cli
	 * @param input its standard input; none unless told
	 */
	constructor(
		program: string,
		parameters: readonly string[],
		environment: Record<string, string> = {},
		input?: string,
	) {
		const script = join(root, `host-sim/cli/${program}.ts`);
		const { NO_COLOR: _, FORCE_COLOR: __, WIFI_PASSWORD: ___, ...inherited } = process.env;
		this.#child = spawn(process.execPath, ["--import", "tsx", script, ...parameters], {
			cwd: root,
			env: { ...inherited, ...environment },
			stdio: [input === undefined ? "ignore" : "pipe", "pipe", "pipe"],
		});
		this.#child.stdin?.end(input);
		for (const stream of [this.#child.stdout, this.#child.stderr]) {
			stream?.setEncoding("utf8").on("data", (text: string) => {
				this.output += text;
				for (const look of [...this.#waiting]) look();
			});
		}
		this.#closed = new Promise((done) => {
			this.#child.once("close", (code) => {
				this.#ended = true;
				for (const look of [...this.#waiting]) look();
				done(code);
			});
		});
	}

	/** Waits for the output to contain something. Rejects when the program ends without. */
	until(pattern: RegExp): Promise<RegExpExecArray> {
		return new Promise((done, fail) => {
			const look = () => {
				const found = pattern.exec(this.output);
				if (!found && !this.#ended) return;
				this.#waiting.delete(look);
				if (found) done(found);
				else fail(new Error(`it ended without ${pattern}:\n${this.output}`));
			};
			this.#waiting.add(look);
			look();
		});
	}

	interrupt(): void {
		this.#child.kill("SIGINT");
	}

	/** Its exit code, when it has ended by itself. */
	exit(): Promise<number | null> {
		return this.#closed;
	}

	/** For the end of a test, whatever became of it. */
	kill(): void {
		if (!this.#ended) this.#child.kill("SIGKILL");
	}
}

/** Starts programs, and ends those still running after each test of the file. */
export function children(): (...given: ConstructorParameters<typeof Child>) => Child {
	const running = new Set<Child>();
	afterEach(() => {
		for (const child of running) child.kill();
		running.clear();
	});
	return (...given) => {
		const child = new Child(...given);
		running.add(child);
		return child;
	};
}
