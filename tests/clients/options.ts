// What clients are given, by the text of ECMA-419 alone: no class of this project is named here.

type Callbacks<IO> = {
	onReadable?: (this: IO, count: number) => void;
	onWritable?: (this: IO, count: number) => void;
	onError?: (this: IO, error?: Error) => void;
};

/** A TCP socket (10.12). */
export interface Stream {
	read(byteLength?: number): ArrayBuffer | number | undefined;
	write(data: ArrayBuffer | Uint8Array, options?: { more?: boolean; byteLength?: number }): number;
	close(): void;
}

/** A UDP socket (10.14). */
export interface Datagrams {
	read(): (ArrayBuffer & { address: string; port: number }) | undefined;
	write(data: ArrayBuffer | Uint8Array, address: string, port: number): void;
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
