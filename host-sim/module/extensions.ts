import { type Arguments, type Command, LATER, type Reply } from "./command";
import type { Chapter, Core } from "./core";
import { Refusal, Result } from "./result";
import type { Tls } from "./tls";

const CERTIFICATE_LIMIT = 1500;

/** Commands of the firmware that the reference does not have. */
export class Extensions implements Chapter {
	readonly #core: Core;
	readonly #tls: Tls;
	readonly commands: readonly Command[];

	constructor(core: Core, tls: Tls) {
		this.#core = core;
		this.#tls = tls;
		const all: readonly Command[] = [
			{ name: "RST", forms: [""], run: () => this.#reset() },
			{ name: "IPR", forms: ["", "i"], run: (parameters, reply) => this.#speed(parameters, reply) },
			{ name: "LOADCERT", forms: ["is"], run: (parameters, reply) => this.#load(parameters, reply) },
		];
		this.commands = all.filter(({ name }) => core.capabilities.extensions.includes(name));
	}

	stop(): void {}

	/** Without an answer. */
	#reset(): typeof LATER {
		this.#core.restart();
		return LATER;
	}

	#speed(parameters: Arguments, reply: Reply): undefined {
		const { capabilities, world, setBaud } = this.#core;
		if (!parameters.count) {
			reply.line(`+IPR:${this.#core.baud()}`);
			return undefined;
		}
		const baud = parameters.integer(0);
		if (!capabilities.bauds.includes(baud)) throw new Refusal(Result.invalidParameter);
		// the OK still leaves at the old speed
		world.clock.after(capabilities.tick || 10, () => setBaud(baud));
		return undefined;
	}

	/** The certificate comes behind a `#`; what is told of it stands in place of an OK. */
	#load(parameters: Arguments, reply: Reply): typeof LATER {
		const length = parameters.integer(0, 1, CERTIFICATE_LIMIT);
		parameters.bytes(1, 1, 64);
		const { engine } = this.#core;
		engine.print("#");
		let loaded = false;
		engine.enterBinary({
			length,
			plain: true,
			take: (bytes) => {
				// PEM begins with a dash, DER with a sequence
				loaded = bytes[0] === 0x2d || bytes[0] === 0x30;
				if (loaded) this.#tls.loaded = bytes;
			},
			end: () => {
				reply.line(`+LOADCERT:${loaded ? 0 : 1}`);
				return undefined;
			},
		});
		return LATER;
	}
}
