import { Refusal } from "./result";

/** Who gives the module its address. */
export type LinkSource = "station" | "accessPoint";

/** Whether the module has a network under it, and its address there. The station's goes before the soft AP's. */
export class NetworkLink {
	readonly #addresses = new Map<LinkSource, string>();
	readonly #lost = new Set<() => void>();
	readonly #found = new Set<() => void>();

	/** The module's IPv4 address; undefined without a link. */
	get address(): string | undefined {
		return this.#addresses.get("station") ?? this.#addresses.get("accessPoint");
	}

	/** The address, or a refusal with this code. */
	require(code: number): string {
		const { address } = this;
		if (address === undefined) throw new Refusal(code);
		return address;
	}

	up(source: LinkSource, address: string): void {
		this.#change(() => this.#addresses.set(source, address));
	}

	down(source: LinkSource): void {
		this.#change(() => this.#addresses.delete(source));
	}

	/** Called when the address is no longer valid. */
	onLost(callback: () => void): void {
		this.#lost.add(callback);
	}

	/** Called when there is an address, or another one. */
	onFound(callback: () => void): void {
		this.#found.add(callback);
	}

	#change(act: () => void): void {
		const before = this.address;
		act();
		if (this.address === before) return;
		if (before !== undefined) for (const callback of [...this.#lost]) callback();
		if (this.address !== undefined) for (const callback of [...this.#found]) callback();
	}
}
