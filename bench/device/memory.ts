// Makes the public objects, one when it is told its name, and keeps them, so that the heap can be weighed in between.

import Serial from "embedded:io/serial";
import { onMessage, post } from "host/channel";
import config from "mc/config";
import { Doctor } from "wfi32/doctor";
import { WFI32, type WFI32Options } from "wfi32/provider";

const { serial } = config as unknown as { serial: WFI32Options["serial"] };
const BROKER = "192.0.2.10";
const SERVER = "192.0.2.1";
const kept: unknown[] = new Array(16).fill(undefined);
let count = 0;
let wfi32: WFI32;
let isAddressed = false;
let connected = 0;
let isSubscribed = false;
let received = 0;
const buffer = new Uint8Array(256);
const payload = new Uint8Array(20).fill(0x61);

// callbacks are the program's own: functions that are there already
function onChanged(this: { connection: number }): void {
	isAddressed = this.connection === 500;
}
function onReadable(this: { read(to: Uint8Array): unknown }): void {
	this.read(buffer);
	received++;
}
function onWritable(): void {
	connected++;
}
function nothing(): void {}
const tcp = { address: SERVER, port: 9, onReadable, onWritable, onError: nothing };
const tls = { host: "server", verify: false } as const;
const subscription = { operation: 8, items: [{ topic: "a/b", QoS: 1 }] };
const publication = { topic: "a/b", QoS: 1 };
function onControl(this: { write(data: Uint8Array | null, options: object): unknown }, operation: number): void {
	if (operation === 2) this.write(null, subscription);
	else if (operation === 9) {
		isSubscribed = true;
		this.write(payload, publication);
	}
}

const steps: Record<string, () => unknown> = {
	nothing: () => undefined,
	WFI32: () => {
		wfi32 = new WFI32({ serial: { ...serial, io: Serial as never }, onReady: nothing, onError: nothing });
		return wfi32;
	},
	Doctor: () => new Doctor({ serial: { ...serial, io: Serial as never }, onFinding: nothing, onDone: nothing }),
	WiFi: () => new wfi32.WiFi({ onChanged, onError: nothing } as never),
	TCP: () => new wfi32.TCP(tcp as never),
	MQTTClient: () => new wfi32.MQTTClient({ host: BROKER, id: "scale", onControl, onReadable } as never),
	TLS: () => new wfi32.TLS({ ...tcp, tls } as never),
	TLSConfiguration: () => new wfi32.TLSConfiguration(tls),
	Listener: () => new wfi32.Listener({ port: 8080, onReadable: nothing, onError: nothing }),
	UDP: () => new wfi32.UDP({ port: 5000, onReadable: nothing, onError: nothing }),
	Resolver: () => new wfi32.Resolver({}),
	AccessPoint: () => new wfi32.AccessPoint({ SSID: "desk", onStarted: nothing, onError: nothing }),
	Ping: () => new wfi32.Ping({ address: SERVER, count: 1, onReply: nothing, onError: nothing }),
};

onMessage((text) => {
	const [verb, name] = text.split(" ");
	if (verb === "make") kept[count++] = steps[name]();
	else if (verb === "drop") (kept[--count] as { close(): void }).close();
	else if (verb === "join")
		(kept[2] as { connect(options: object): void }).connect({ SSID: "home", password: "correct horse" });
	if (verb === "drop") kept[count] = undefined;
	const buffers = wfi32 ? wfi32.byteLength : 0;
	post(JSON.stringify({ buffers, isAddressed, connected, isSubscribed, received }));
});
