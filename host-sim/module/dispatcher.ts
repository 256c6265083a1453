import type { Capabilities } from "./capabilities";
import { Arguments, type Command, LATER, type Reply } from "./command";
import type { Core } from "./core";
import { parseLine } from "./parser";
import { Refusal, Result } from "./result";

/** Runs command lines: finds the command, hands it its parameters, ends it with its result. */
export class Dispatcher {
	readonly #core: Core;
	readonly #capabilities: Capabilities;
	readonly #commands = new Map<string, Command>();

	constructor(core: Core, commands: readonly Command[]) {
		this.#core = core;
		this.#capabilities = core.capabilities;
		for (const command of commands) this.#commands.set(command.name, command);
	}

	execute(line: Uint8Array): void {
		const { counters } = this.#core;
		counters.commands++;
		const parsed = parseLine(line, {
			highBytes: this.#capabilities.highBytes,
			lenientReads: this.#capabilities.lenientReads,
			knows: (name) => this.#commands.has(name),
		});
		switch (parsed.kind) {
			case "attention":
				this.#trace("", "");
				this.#finish("", Result.ok);
				break;
			case "refused":
				// its parameters are not shown: nobody knows which of them are credentials
				this.#trace(parsed.name || "?", "");
				this.#finish(parsed.name, parsed.code);
				break;
			case "basic":
				this.#runBasic(parsed.letters);
				break;
			case "extended":
				this.#runExtended(this.#commands.get(parsed.name)!, new Arguments(parsed.parameters));
				break;
		}
	}

	/** Chapter 3.1; several letters may follow each other. */
	#runBasic(letters: readonly { letter: string; value: number }[]): void {
		const { engine } = this.#core;
		this.#trace(letters.map(({ letter, value }) => `${letter}${value}`).join(""), "");
		for (const { letter, value } of letters) {
			if (!this.#capabilities.basicCommands.includes(letter)) return this.#finish("", Result.unknownCommand);
			if (value > (letter === "E" ? 1 : 5)) return this.#finish("", Result.invalidParameter);
			if (letter === "E") engine.echo = value === 1;
			else engine.verbosity = value;
		}
		this.#finish("", Result.ok);
	}

	#runExtended(command: Command, parameters: Arguments): void {
		const { name } = command;
		this.#trace(name, parameters.toText(command.secrets?.(parameters) ?? []));
		let ended = false;
		const reply: Reply = {
			line: (text, traced) => {
				this.#core.trace({ kind: "response", text: traced ?? text });
				this.#core.engine.line(text);
			},
			done: (code = Result.ok) => {
				if (ended) return;
				ended = true;
				this.#finish(name, code);
			},
		};
		try {
			validate(command, parameters);
			if (command.run(parameters, reply) !== LATER) reply.done();
		} catch (error) {
			if (!(error instanceof Refusal)) throw error;
			reply.done(error.code);
		}
	}

	#trace(name: string, parameters: string): void {
		this.#core.trace({ kind: "command", name, parameters });
	}

	#finish(name: string, code: number): void {
		const { counters, engine, world } = this.#core;
		const end = () => {
			if (code) counters.errors++;
			this.#core.trace({ kind: "result", name, code });
			engine.finish(code);
		};
		const { resultDelay } = this.#capabilities;
		if (resultDelay) world.clock.after(resultDelay, end);
		else end();
	}
}

const kinds: Readonly<Record<string, readonly string[]>> = {
	i: ["integer", "missing"],
	s: ["string", "missing"],
	"*": ["integer", "string", "missing"],
};

/** Refuses a wrong number of parameters, an empty place, a wrong type. */
function validate(command: Command, parameters: Arguments): void {
	const form = command.forms.find((it) => it.length === parameters.count);
	if (form === undefined) throw new Refusal(Result.parameterCount);
	for (let i = 0; i < form.length; i++) {
		const { kind } = parameters.at(i)!;
		const tail = i === form.length - 1 && command.emptyTail;
		if (kind === "missing" && !tail) throw new Refusal(Result.parameterCount);
		if (!kinds[form[i]!]!.includes(kind)) throw new Refusal(Result.invalidParameter);
	}
}
