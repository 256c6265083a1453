// How soon something happens: one byte at a time comes or goes, and it is kept how far the instructions had got meanwhile.

import Serial from "embedded:io/serial";
import { join } from "bench/joined";
import { instructions, report } from "bench/meter";
import config from "mc/config";
import Timer from "timer";
import { WFI32, type WFI32Options } from "wfi32/provider";
import type { TCP, TCPOptions } from "wfi32/tcp";

/** Milliseconds from one write to the next: no multiple of the tenth of a second in which published firmware works. */
const PERIOD = 1013;

const { serial, buffers, kind, sends, form } = config as unknown as {
	serial: WFI32Options["serial"];
	buffers: object;
	kind: "TCP" | "MQTT";
	sends: boolean;
	/** How data are given to the module; left out: as is best there. */
	form?: TCPOptions["form"];
};
let isOpen = false;
let error = "";
/** How far instructions had got when the port was first given something, since {@link seen} or {@link written} changed. */
let first = 0;
/** `first`, at the last `onReadable`. */
let asked = 0;
/** How far instructions had got at the last `onReadable`. */
let told = 0;
/** Calls of `onReadable`. */
let seen = 0;
/** How far instructions had got at the last `write`. */
let began = 0;
/** Calls of `write`. */
let written = 0;

/** The port, watched. */
class Watched extends Serial {
	override write(bytes: number | ArrayBuffer | ArrayBufferView): void {
		if (first === 0) first = instructions();
		super.write(bytes);
	}
}

function readable(): void {
	told = instructions();
	asked = first;
	first = 0;
	seen++;
}

const wfi32 = new WFI32({ serial: { ...serial, io: Watched as never }, buffers });
const buffer = new Uint8Array(1).fill(0x61);

/** Has a byte be written now and then, by nothing but the time. */
function opened(write: () => void): void {
	if (isOpen) return;
	isOpen = true;
	if (!sends) return;
	Timer.repeat(() => {
		written++;
		first = 0;
		began = instructions();
		write();
	}, PERIOD);
}

function connect(): void {
	const write = () => tcp.write(buffer);
	const tcp: TCP = new wfi32.TCP({
		address: "192.0.2.1",
		port: 9,
		form,
		onReadable() {
			readable();
			while (this.read(buffer)) {}
		},
		onWritable: () => opened(write),
		onError(it) {
			error = it.message;
		},
	});
}

function messages(): void {
	const client = new wfi32.MQTTClient({
		host: "192.0.2.10",
		id: "bench",
		onControl(operation) {
			if (operation === wfi32.MQTTClient.CONNACK) {
				this.write(null, { operation: wfi32.MQTTClient.SUBSCRIBE, items: [{ topic: "t", QoS: 0 }] });
			} else if (operation === wfi32.MQTTClient.SUBACK) opened(() => client.write(buffer, publication));
		},
		onReadable() {
			readable();
			this.read(buffer);
		},
		onError(it) {
			error = it.message;
		},
	});
}
const publication = { topic: "other" };

join(wfi32, kind === "TCP" ? connect : messages);
report(() => ({ isOpen, error, first, asked, told, seen, began, written }));
