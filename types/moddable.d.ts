// What the npm release of @moddable/typings has and this project uses. `trace` is XS's own.
/// <reference path="../node_modules/@moddable/typings/timer.d.ts" />
/// <reference path="../node_modules/@moddable/typings/time.d.ts" />
/// <reference path="../node_modules/@moddable/typings/mc/config.d.ts" />
/// <reference path="../node_modules/@moddable/typings/preference.d.ts" />

declare function trace(...parts: (string | number)[]): void;

/** What is used of ECMA-419 10.4; the npm release's declaration has more options than any platform. */
declare module "embedded:io/digital" {
	export default class Digital {
		static readonly Output: number;
		static readonly InputPullUp: number;
		constructor(options: { pin: number; mode: number });
		read(): number;
		write(value: number): void;
		close(): void;
	}
}

/** What is used of ECMA-419 10.5, I²C synchronous. */
declare module "embedded:io/i2c" {
	export default class I2C {
		constructor(options: Record<string, unknown> & { hz: number; address: number });
		read(byteLength: number): ArrayBuffer;
		write(data: ArrayBuffer | ArrayBufferView): void;
		close(): void;
	}
}

/** ECMA-419 10.9 with what the npm release's declaration lacks (`flush`, `set`, `get`). */
declare module "embedded:io/serial" {
	export interface SerialControl {
		readonly dataTerminalReady?: boolean;
		readonly requestToSend?: boolean;
		readonly break?: boolean;
	}
	export interface SerialStatus {
		readonly clearToSend?: boolean;
		readonly dataSetReady?: boolean;
	}
	export default class Serial {
		constructor(options: Record<string, unknown>);
		read(byteLength?: number): ArrayBuffer | number | undefined;
		read(buffer: ArrayBuffer | ArrayBufferView): number | undefined;
		write(value: number | ArrayBuffer | ArrayBufferView): void;
		flush(input?: boolean, output?: boolean): void;
		set(options: SerialControl): void;
		get(): SerialStatus;
		format: "number" | "buffer";
		close(): void;
	}
}

/** What the compiler of XS understands: a class whose instances belong to C, and a function in C. */
declare function Native(destructor: string): new () => object;
declare function native(name: string): (this: object, ...parameters: unknown[]) => unknown;
