// One write at a time, of a given size, with nothing but the time to start it.

import Serial from "embedded:io/serial";
import { join } from "bench/joined";
import { report } from "bench/meter";
import config from "mc/config";
import Timer from "timer";
import { WFI32, type WFI32Options } from "wfi32/provider";
import type { TCP, TCPOptions } from "wfi32/tcp";

const { serial, buffers, kind, form, piece, fill, period } = config as unknown as {
	serial: WFI32Options["serial"];
	buffers: object;
	kind: "TCP" | "MQTT";
	form?: TCPOptions["form"];
	/** Bytes of a write. */
	piece: number;
	/** What they are. */
	fill: number;
	/** Milliseconds from one write to the next; 0: there are none. */
	period: number;
};
let isOpen = false;
let error = "";
let written = 0;
const wfi32 = new WFI32({ serial: { ...serial, io: Serial as never }, buffers });
const buffer = new Uint8Array(piece).fill(fill);
const publication = { topic: "t" };

function opened(write: () => void): void {
	if (isOpen) return;
	isOpen = true;
	if (period === 0) return;
	Timer.repeat(() => {
		written++;
		write();
	}, period);
}

function connect(): void {
	const write = () => tcp.write(buffer);
	const tcp: TCP = new wfi32.TCP({
		address: "192.0.2.1",
		port: 9,
		form,
		onWritable() {
			if (!isOpen) opened(write);
		},
		onError(it) {
			error = it.message;
		},
	});
}

function messages(): void {
	const client = new wfi32.MQTTClient({
		host: "192.0.2.10",
		id: "bench",
		onControl: (operation) => {
			if (operation === wfi32.MQTTClient.CONNACK) opened(() => client.write(buffer, publication));
		},
		onError(it) {
			error = it.message;
		},
	});
}

join(wfi32, kind === "TCP" ? connect : messages);
report(() => ({ isOpen, error, written }));
