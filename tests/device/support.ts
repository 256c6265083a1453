// What device tests of the whole stack begin with.
import Serial from "embedded:io/serial";
import config from "mc/config";
import type { Test } from "testing/behaviour";
import { WFI32, type WFI32Options } from "wfi32/provider";
import type { TCP, TCPOptions } from "wfi32/tcp";
import type { WiFi } from "wfi32/wifi";

export const host = "192.0.2.1";
export const broker = "192.0.2.10";
const stack = config as unknown as { serial: WFI32Options["serial"]; release: string };

/** Whether the module behind the wire is the published firmware. */
export const isFirmware = stack.release !== "reference";

/** Whether it is the oldest release, whose command line holds 127 bytes, and which takes no data in binary. */
export const shortLines = stack.release === "1.0.1";

/** A provider on the bench's port. */
export function provider(options: Partial<WFI32Options> = {}): WFI32 {
	const { serial = {}, ...rest } = options;
	return new WFI32({
		...rest,
		serial: { ...stack.serial, ...serial, io: Serial as unknown as WFI32Options["serial"]["io"] },
	});
}

/** A provider whose module is on the network. */
export async function joined(t: Test, options: Partial<WFI32Options> = {}): Promise<{ wfi32: WFI32; wifi: WiFi }> {
	const wfi32 = provider(options);
	const wifi = new wfi32.WiFi({});
	wifi.connect({ SSID: "home", password: "correct horse" });
	await t.until(() => wifi.connection === 500, 15_000, "joining");
	return { wfi32, wifi };
}

/** A connection to the bench's host, with what happened to it. */
export interface Watched {
	tcp: TCP;
	connected: boolean;
	writable: number;
	error: Error | undefined;
	/** What was received, when `keep` is true. */
	input: number[];
	received: number;
}

/** Connects, and reads whatever comes. */
export async function connected(
	t: Test,
	wfi32: WFI32,
	port: number,
	options: Partial<TCPOptions> = {},
): Promise<Watched> {
	const buffer = new Uint8Array(512);
	const it: Watched = {
		connected: false,
		writable: 0,
		error: undefined,
		input: [],
		received: 0,
		tcp: undefined as never,
	};
	it.tcp = new wfi32.TCP({
		address: host,
		port,
		onReadable() {
			for (let count = this.read(buffer); count; count = this.read(buffer)) {
				it.received += count;
				for (let i = 0; i < count; i++) it.input.push(buffer[i]);
			}
		},
		onError(error) {
			it.error = error;
		},
		...options,
		onWritable(count) {
			it.connected = true;
			it.writable = count;
			options.onWritable?.call(this, count);
		},
	});
	await t.until(() => it.connected || it.error, 20_000, "connecting");
	if (it.error) throw it.error;
	return it;
}

/** Bytes that the bench can make again. */
export function pattern(length: number, seed: number): Uint8Array {
	const bytes = new Uint8Array(length);
	let state = seed | 1;
	for (let i = 0; i < length; i++) {
		state ^= state << 13;
		state ^= state >>> 17;
		state ^= state << 5;
		bytes[i] = state & 0xff;
	}
	return bytes;
}

const HOSTILE = '\r\nOK\r\nERROR:5\r\n+SOCKRXT:1,7\r\n+SOCKCL:1\r\n#\n\0>"[]\\+++AT+RST\r\n';

/** As {@link pattern}, with everything in it that the module says when it means it. */
export function hostile(length: number, seed: number): Uint8Array {
	const bytes = pattern(length, seed);
	const text = Uint8Array.from(HOSTILE, (c) => c.charCodeAt(0));
	for (let at = 100; at + text.length < length; at += 997) bytes.set(text, at);
	return bytes;
}
