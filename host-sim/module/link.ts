import { Refusal } from "./result";

/** Whether the module has a network under it, and its address there. */
export class NetworkLink {
	#address: string | undefined;
	readonly #lost = new Set<() => void>();
	readonly #found = new Set<() => void>();

	/** The module's IPv4 address; undefined without a link. */
	get address(): string | undefined {
		return this.#address;
	}

	/** The address, or a refusal with this code. */
	require(code: number): string {
		if (this.#address === undefined) throw new Refusal(code);
		return this.#address;
	}

	up(address: string): void {
		this.#address = address;
		for (const callback of [...this.#found]) callback();
	}

	down(): void {
		if (this.#address === undefined) return;
		this.#address = undefined;
		for (const callback of [...this.#lost]) callback();
	}

	onLost(callback: () => void): void {
		this.#lost.add(callback);
	}

	onFound(callback: () => void): void {
		this.#found.add(callback);
	}
}
