import type { Resolver, ResolverOptions, Stream, StreamOptions } from "tests/clients/options";

export interface GetOptions {
	host: string;
	port?: number;
	path?: string;
	socket: StreamOptions;
	dns: ResolverOptions;
	/** The response, or an error. */
	onDone: (error: Error | null, status?: number, body?: string) => void;
}

/** One GET request (RFC 9112), until the server closes. Written against ECMA-419 alone. */
export class Get {
	#resolver: Resolver | undefined;
	#socket: Stream | undefined;
	#text = "";

	constructor(options: GetOptions) {
		const { host, port = 80, path = "/", socket, dns, onDone } = options;
		this.#resolver = new dns.io(dns);
		this.#resolver.resolve({ host }, (error, address) => {
			if (error || address === undefined) return onDone(error ?? new Error("no address"));
			const request = `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`;
			let sent = false;
			const get = this;
			this.#socket = new socket.io({
				...socket,
				address,
				port,
				onWritable() {
					if (sent) return;
					sent = true;
					this.write(Uint8Array.from(request, (character) => character.charCodeAt(0)));
				},
				onReadable() {
					for (let piece = this.read(); piece !== undefined; piece = this.read())
						get.#text += String.fromCharCode(...new Uint8Array(piece as ArrayBuffer));
				},
				onError: () => {
					const end = this.#text.indexOf("\r\n\r\n");
					if (end < 0) onDone(new Error("no response"));
					else onDone(null, Number(this.#text.split(" ")[1]), this.#text.slice(end + 4));
				},
			});
		});
	}

	close(): void {
		this.#resolver?.close();
		this.#socket?.close();
	}
}
