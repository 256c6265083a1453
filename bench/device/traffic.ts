// Every kind of traffic, as fast as it goes: what is asked for by the configuration.

import Serial from "embedded:io/serial";
import { join } from "bench/joined";
import { instructions, report } from "bench/meter";
import config from "mc/config";
import Timer from "timer";
import { WFI32, type WFI32Options } from "wfi32/provider";
import type { TCP, TCPOptions } from "wfi32/tcp";
import type { UDP } from "wfi32/udp";

export type Kind = "TCP" | "TLS" | "UDP" | "MQTT";

const {
	serial,
	buffers,
	piece,
	kind,
	sends,
	form,
	period,
	topic = "t",
} = config as unknown as {
	serial: WFI32Options["serial"];
	buffers: object;
	/** Bytes of a write, a datagram, a message. */
	piece: number;
	kind: Kind;
	sends: boolean;
	/** How data are given to the module; left out: as is best there. */
	form?: TCPOptions["form"];
	/** Milliseconds from one datagram to the next; left out: as fast as the bench asks for figures. */
	period?: number;
	/** What messages come on, and go to. */
	topic?: string;
};
const wfi32 = new WFI32({ serial: { ...serial, io: Serial as never }, buffers, certificates: ["ca"] });
const buffer = new Uint8Array(piece).fill(0x61);
const publication = { topic };
let received = 0;
/** Instructions inside the program's own `read` and `write`. */
let calls = 0;
let isOpen = false;
let error = "";

const stream: Omit<TCPOptions, "address" | "port" | "host"> = {
	form,
	onReadable(this: TCP) {
		for (;;) {
			const before = instructions();
			const count = this.read(buffer);
			calls += instructions() - before;
			if (!count) return;
			received += count;
		}
	},
	onWritable(this: TCP, count: number) {
		isOpen = true;
		if (!sends) return;
		while (count >= piece) {
			const before = instructions();
			count = this.write(buffer);
			calls += instructions() - before;
		}
	},
	onError(it: Error) {
		error = it.message;
	},
};

function open(): void {
	const address = "192.0.2.1";
	if (kind === "TCP") new wfi32.TCP({ ...stream, address, port: 9 });
	else if (kind === "TLS") new wfi32.TLS({ ...stream, address, port: 443, tls: { host: "host.example", ca: "ca" } });
	else if (kind === "UDP") datagrams(address);
	else messages();
}

/** UDP has no onWritable: the next datagram goes when there is room for it. */
function datagrams(address: string): void {
	const udp: UDP = new wfi32.UDP({
		port: 5000,
		form,
		onReadable(count) {
			for (; count > 0; count--) {
				const before = instructions();
				received += this.read(buffer) ?? 0;
				calls += instructions() - before;
			}
		},
		onError(it) {
			error = it.message;
		},
	});
	isOpen = true;
	udp.write(buffer.subarray(0, 1), address, 9);
	if (!sends) return;
	const write = () => {
		const before = instructions();
		udp.write(buffer, address, 9);
		calls += instructions() - before;
	};
	if (period) Timer.repeat(write, period);
	else more = write;
}

function messages(): void {
	new wfi32.MQTTClient({
		host: "192.0.2.10",
		id: "bench",
		onControl(operation) {
			if (operation !== wfi32.MQTTClient.CONNACK) return;
			isOpen = true;
			if (sends) this.write(buffer, publication);
			else this.write(null, { operation: wfi32.MQTTClient.SUBSCRIBE, items: [{ topic, QoS: 0 }] });
		},
		onReadable() {
			const before = instructions();
			received += this.read(buffer) ?? 0;
			calls += instructions() - before;
		},
		onWritable(count) {
			if (sends && isOpen && count >= piece) this.write(buffer, publication);
		},
		onError(it) {
			error = it.message;
		},
	});
}

/** Sends once more; throws while there is no room. */
let more: (() => void) | undefined;

join(wfi32, open);
report(() => {
	for (let room = more !== undefined; room; ) {
		try {
			more?.();
		} catch {
			room = false;
		}
	}
	return { received, calls, error, isOpen };
});
