import type { TlsRequest } from "../world/network";
import type { Arguments, Command, Reply } from "./command";
import type { Chapter, Core } from "./core";
import { Refusal, Result } from "./result";
import { runStoreCommand, Store, storeSecrets } from "./store";

/** Reference 7.11: TLS configurations, and what they mean to a connection. */
export class Tls implements Chapter {
	readonly #core: Core;
	readonly #stores: readonly Store[];
	readonly #sessions = new Map<number, number>();
	/** A certificate loaded at run time: only the MQTT service looks at it. */
	loaded: Uint8Array | undefined;
	readonly commands: readonly Command[];

	constructor(core: Core) {
		this.#core = core;
		const { configurations, limits, hidden } = core.capabilities.tls;
		const store = () =>
			new Store([
				{ id: 1, kind: "string", highest: limits.certificate, initial: "" },
				{ id: 2, kind: "string", highest: limits.certificate, initial: "" },
				{ id: 3, kind: "string", highest: limits.key, initial: "" },
				{
					id: 4,
					kind: "string",
					highest: limits.password,
					initial: "",
					secret: true,
					hidden: hidden.includes(4),
				},
				{ id: 5, kind: "string", highest: limits.serverName, initial: "" },
			]);
		this.#stores = Array.from({ length: configurations }, store);
		this.commands = [
			{
				name: "TLSC",
				forms: ["i", "ii", "ii*"],
				secrets: (parameters) => storeSecrets(this.#stores[0]!, parameters, 1),
				run: (parameters, reply) => this.#configure(parameters, reply),
			},
		];
	}

	stop(): void {}

	get configurations(): number {
		return this.#stores.length;
	}

	#configure(parameters: Arguments, reply: Reply): undefined {
		const index = parameters.integer(0, 1, this.#stores.length);
		const { capabilities, format } = this.#core;
		const locked = () =>
			capabilities.tls.locked && this.#sessions.get(index) ? Result.configurationLocked : undefined;
		const { configurationRefusal, emptyWriteRefused } = capabilities;
		return runStoreCommand(
			{
				name: "TLSC",
				store: this.#stores[index - 1]!,
				format,
				locked,
				configurationRefusal,
				emptyWriteRefused,
				skip: 1,
			},
			parameters,
			reply,
		);
	}

	/** How many sessions each configuration has. */
	get sessions(): ReadonlyMap<number, number> {
		return this.#sessions;
	}

	/** A session of a configuration began; call the result when it is over. */
	openSession(index: number): () => void {
		this.#sessions.set(index, (this.#sessions.get(index) ?? 0) + 1);
		let open = true;
		return () => {
			if (!open) return;
			open = false;
			this.#sessions.set(index, (this.#sessions.get(index) ?? 1) - 1);
		};
	}

	/** The configuration a socket really uses. */
	effective(index: number, role: "client" | "server"): number {
		if (!this.#core.capabilities.tls.fixedConfigurations) return index;
		return role === "client" ? 1 : 2;
	}

	/** What a configuration asks of TLS; a refusal when it names what nobody has. */
	request(index: number, role: "client" | "server"): TlsRequest {
		const store = this.#stores[index - 1];
		if (!store) throw new Refusal(Result.invalidParameter);
		const { certificates } = this.#core.world;
		const { unknownAuthority, checksName } = this.#core.capabilities.tls;
		const find = (id: number, needed: boolean) => {
			const name = store.text(id);
			if (!name) return undefined;
			const found = certificates.get(name);
			if (!found && needed) throw new Refusal(Result.tlsFailed);
			return found;
		};
		const serverName = store.text(5) || undefined;
		return {
			role,
			authority: find(1, unknownAuthority === "fails"),
			certificate: find(2, unknownAuthority === "fails"),
			key: find(3, unknownAuthority === "fails"),
			keyPassword: store.text(4) || undefined,
			serverName,
			checkName: checksName ? serverName : undefined,
		};
	}

	/** What the MQTT service asks of TLS: configuration 1 (6.1.3, 7.11). */
	mqttRequest(): TlsRequest {
		const request = this.request(1, "client");
		return this.loaded ? { ...request, authority: this.loaded } : request;
	}
}
