// What clients are given, by the text of ECMA-419 alone: no class of this project is named here.

type Callbacks<IO> = {
	onReadable?: (this: IO, count: number) => void;
	onWritable?: (this: IO, count: number) => void;
	onError?: (this: IO, error?: Error) => void;
};

/** A byte buffer (6.11), as far as clients make them. */
export type Bytes = ArrayBuffer | Uint8Array;

/** A TCP socket (10.12). */
export interface Stream {
	format: "buffer" | "number";
	read(byteLength?: number): ArrayBuffer | number | undefined;
	read(buffer: Bytes): number | undefined;
	write(data: Bytes, options?: { more?: boolean; byteLength?: number }): number;
	close(): void;
}

/** A UDP socket (10.14). */
export interface Datagrams {
	read(): (ArrayBuffer & { address: string; port: number }) | undefined;
	write(data: Bytes, address: string, port: number): void;
	close(): void;
}

/** A domain name resolver (18). */
export interface Resolver {
	resolve(options: { host: string }, callback: (error: Error | null, address?: string, host?: string) => void): void;
	close(): void;
}

export interface StreamOptions {
	readonly io: new (options: { address: string; port: number } & Callbacks<Stream>) => Stream;
}

export interface DatagramOptions {
	readonly io: new (options: Callbacks<Datagrams>) => Datagrams;
}

export interface ResolverOptions {
	readonly io: new (options: object) => Resolver;
}
