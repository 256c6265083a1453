/** What went over the wire between a program and its module, for a test to look at. */
export class Wire {
	#toModule = "";
	#toHost = "";

	/** @internal */
	add(direction: "toModule" | "toHost", bytes: Uint8Array): void {
		const text = Buffer.from(bytes).toString("latin1");
		if (direction === "toModule") this.#toModule += text;
		else this.#toHost += text;
	}

	/** Everything that the program sent so far, a character for each byte. */
	get toModule(): string {
		return this.#toModule;
	}

	/** Everything that the module sent so far, a character for each byte. */
	get toHost(): string {
		return this.#toHost;
	}

	/** The lines that the program sent, without their ends: `AT+SOCKO=2`, and what payload there was. */
	get commands(): string[] {
		return this.#toModule.split("\r\n").filter((line) => line !== "");
	}

	/** Forgets what was sent so far. */
	clear(): void {
		this.#toModule = this.#toHost = "";
	}
}
