// Clients that the SDK has and the npm release of its typings has not, or not as ECMA-419 says.

declare module "embedded:network/http/client" {
	export default class HTTPClient {
		constructor(options: Record<string, unknown> & { host: string });
		request(options: Record<string, unknown>): { read(count?: number): ArrayBuffer | undefined };
		close(): void;
	}
}

declare module "embedded:network/mqtt/client" {
	export default class MQTTClient {
		static readonly CONNACK: 2;
		static readonly PUBLISH: 3;
		static readonly PUBACK: 4;
		static readonly SUBSCRIBE: 8;
		static readonly SUBACK: 9;
		constructor(options: Record<string, unknown> & { host: string });
		read(count?: number): ArrayBuffer | undefined;
		write(data: ArrayBuffer | ArrayBufferView | null, options?: Record<string, unknown>): number;
		close(): void;
	}
}

declare module "embedded:network/websocket/client" {
	export default class WebSocketClient {
		constructor(options: Record<string, unknown>);
		read(count?: number): ArrayBuffer | undefined;
		write(data: ArrayBuffer | ArrayBufferView, options?: { binary?: boolean; more?: boolean }): number;
		close(): void;
	}
}

declare module "embedded:network/ws/client" {
	export { default } from "embedded:network/websocket/client";
}

declare module "embedded:network/ntp/client" {
	export default class NTP {
		constructor(options: Record<string, unknown>);
		/** @param callback with the time in milliseconds since 1970 @throws Error while another is under way */
		getTime(callback: (error: Error | null, time?: number) => void): void;
		close(): void;
	}
}
