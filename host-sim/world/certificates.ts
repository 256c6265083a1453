/** Certificates and keys by the names the module knows them by. */
export interface Certificates {
	get(name: string): Uint8Array | undefined;
}

/** Certificates kept in a table, as an image has them compiled in. */
export class CertificateTable implements Certificates {
	readonly #entries = new Map<string, Uint8Array>();

	constructor(entries: Record<string, Uint8Array | string> = {}) {
		for (const [name, content] of Object.entries(entries)) this.add(name, content);
	}

	/** Adds or replaces a certificate or key: PEM text, or DER bytes. */
	add(name: string, content: Uint8Array | string): void {
		this.#entries.set(name, typeof content === "string" ? Buffer.from(content) : content);
	}

	get(name: string): Uint8Array | undefined {
		return this.#entries.get(name);
	}
}
