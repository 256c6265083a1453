import type { Cancel } from "../world/clock";
import type { Family } from "../world/names";
import { isIPv4 } from "../world/network";
import type { Arguments, Command, Reply } from "./command";
import type { Chapter, Core } from "./core";
import { quote } from "./format";
import { Refusal, Result } from "./result";

interface Query {
	type: number;
	name: string;
	cancel: Cancel[];
}

/** Reference 7.12 and 7.13: names and pings. */
export class Resolver implements Chapter {
	readonly #core: Core;
	readonly #queries = new Set<Query>();
	readonly #pings = new Set<Cancel>();
	/** What was found lately: the firmware answers from it before its OK. */
	readonly #cache = new Map<string, { until: number; address: string }>();
	readonly commands: readonly Command[];

	constructor(core: Core) {
		this.#core = core;
		const { protocolVersion } = core.capabilities.ping;
		this.commands = [
			{ name: "DNSRESOLV", forms: ["is"], run: (it, reply) => this.#resolve(it, reply) },
			{
				name: "PING",
				forms: protocolVersion ? ["s", "si"] : ["s"],
				emptyTail: protocolVersion,
				run: (it) => this.#ping(it),
			},
		];
	}

	stop(): void {
		for (const query of this.#queries) this.#forget(query);
		for (const cancel of this.#pings) cancel();
	}

	#resolve(parameters: Arguments, reply: Reply): undefined {
		const { dns } = this.#core.capabilities;
		const type = parameters.integer(0);
		const name = parameters.text(1, 1, 255);
		this.#core.link.require(Result.notConnected);
		if (dns.single) for (const query of [...this.#queries]) this.#forget(query);
		if (type !== 1 && !(type === 2 && dns.ipv6)) throw new Refusal(Result.recordType);
		const known = this.#known(name);
		if (known !== undefined && dns.knownBeforeResult) {
			reply.line(this.#answer(type, name, known));
			return undefined;
		}
		this.#ask({ type, name, cancel: [] }, type === 1 ? 4 : 6, known);
		return undefined;
	}

	/** The address, if nobody has to be asked for it. */
	#known(name: string): string | undefined {
		if (isIPv4(name)) return name;
		const cached = this.#cache.get(name);
		return cached && cached.until > this.#core.world.clock.now() ? cached.address : undefined;
	}

	#ask(query: Query, family: Family, known: string | undefined): void {
		const { world, capabilities, engine } = this.#core;
		const { dns } = capabilities;
		this.#queries.add(query);
		const found = (addresses: readonly string[]) => {
			this.#forget(query);
			this.#cache.set(query.name, { until: world.clock.now() + dns.cacheTime, address: addresses[0]! });
			const told = dns.all ? addresses : addresses.slice(0, 1);
			for (const address of told) engine.event(this.#answer(query.type, query.name, address));
		};
		const late = () => this.#fail(query, Result.dnsTimeout);
		query.cancel.push(world.clock.after(dns.timeout, late));
		if (known !== undefined) {
			query.cancel.push(world.clock.after(0, () => found([known])));
			return;
		}
		query.cancel.push(
			world.names.resolve(query.name, family, (result) => {
				if (typeof result !== "string") found(result);
				// the firmware waits on, and has only a timeout to tell
				else if (result === "not-found" && dns.failure === "+DNSERROR") this.#fail(query, Result.network);
			}),
		);
	}

	#answer(type: number, name: string, address: string): string {
		const { capabilities, format } = this.#core;
		const first = capabilities.dns.typeInAnswer === "type" ? type : 0;
		return format.line("+DNSRESOLV", [first, Buffer.from(name), quote(address)]);
	}

	#fail(query: Query, code: number): void {
		const { engine, capabilities } = this.#core;
		this.#forget(query);
		if (capabilities.dns.failure === "+DNSERROR") engine.event(`+DNSERROR:${code}`);
		else engine.event(`+DNSRESOLV:${engine.resultText(code)}`);
	}

	#forget(query: Query): void {
		this.#queries.delete(query);
		for (const cancel of query.cancel) cancel();
	}

	#ping(parameters: Arguments): undefined {
		const target = parameters.text(0, 1, 255);
		const version = parameters.at(1)?.kind === "integer" ? parameters.integer(1, 1, 2) : 1;
		const { sockets, ping } = this.#core.capabilities;
		this.#core.link.require(sockets.withoutLink ?? Result.pingFailed);
		const family = version === 2 ? 6 : 4;
		const literal = family === 4 ? isIPv4(target) : target.includes(":");
		if (literal) this.#send(target, family);
		else if (ping.address === "only") throw new Refusal(Result.invalidParameter);
		else {
			const cancel = this.#core.world.names.resolve(target, family, (result) => {
				this.#pings.delete(cancel);
				if (typeof result !== "string") this.#send(result[0]!, family);
			});
			this.#pings.add(cancel);
		}
		return undefined;
	}

	/** Whoever does not answer is not spoken of. */
	#send(address: string, family: Family): void {
		const { world, engine, format } = this.#core;
		const cancel = world.names.ping(address, family, (roundTrip) => {
			this.#pings.delete(cancel);
			if (roundTrip !== undefined) engine.event(format.line("+PING", [quote(address), Math.round(roundTrip)]));
		});
		this.#pings.add(cancel);
	}
}
