// One turn at a time of a TCP connection at rest, and what each stage of it takes; without marks, what all of it takes.

import Serial from "embedded:io/serial";
import { join } from "bench/joined";
import { calibrate, mark, spentIn } from "bench/marks";
import { report } from "bench/meter";
import { Engine } from "drivers/at/engine";
import { Notices } from "drivers/at/notices";
import { Deadlines } from "drivers/uart/deadlines";
import { Uart } from "drivers/uart/uart";
import { Window } from "drivers/uart/window";
import { FifoBuffer } from "drivers/wfi32/buffer";
import { TcpSocket } from "drivers/wfi32/tcp-socket";
import config from "mc/config";
import Timer from "timer";
import { WFI32, type WFI32Options } from "wfi32/provider";
import { TCP, type TCPOptions } from "wfi32/tcp";

const { serial, buffers, form, piece, period, marks } = config as unknown as {
	serial: WFI32Options["serial"];
	buffers: object;
	form?: TCPOptions["form"];
	/** Bytes of a write, and milliseconds from one to the next; 0: there is none. */
	piece: number;
	period: number;
	marks: boolean;
};

/** By their places in what is reported; the first is what is in none of the others. The port's own work is nobody's. */
const stages = [
	"callbacks of port and timer",
	"the program's `read` or `write`",
	"bytes copied",
	"what to do next is chosen",
	"request begun",
	"deadline set",
	"line composed",
	"given to the port",
	"what has come is understood",
	"data that were asked for",
	"request ended",
	"notice told",
] as const;
const at = (it: (typeof stages)[number]) => stages.indexOf(it);
if (marks) {
	for (const name of ["read", "write"] as const) mark(TCP.prototype, name, at("the program's `read` or `write`"));
	mark(FifoBuffer.prototype, "append", at("bytes copied"));
	mark(Window.prototype, "copy", at("bytes copied"));
	mark(TcpSocket.prototype, "written", at("what to do next is chosen"));
	mark(TcpSocket.prototype, "consumed", at("what to do next is chosen"));
	mark(TcpSocket.prototype, "proceed", at("what to do next is chosen"));
	mark(TcpSocket.prototype, "streamAvailable", at("what to do next is chosen"));
	mark(Engine.prototype, "submit", at("request begun"));
	mark(TcpSocket.prototype, "compose", at("line composed"));
	mark(Uart.prototype, "send", at("given to the port"));
	mark(Deadlines.prototype, "set", at("deadline set"));
	mark(Engine.prototype, "received", at("what has come is understood"));
	mark(Engine.prototype, "prompt", at("data that were asked for"));
	mark(TcpSocket.prototype, "prompt", at("data that were asked for"));
	mark(TcpSocket.prototype, "header", at("what has come is understood"));
	mark(Engine.prototype, "ok", at("request ended"));
	mark(TcpSocket.prototype, "done", at("request ended"));
	for (const name of ["post", "deliver"] as const) mark(Notices.prototype, name, at("notice told"));
	mark(TcpSocket.prototype, "deliver", at("notice told"));
}

let isOpen = false;
let error = "";
let turns = 0;
const wfi32 = new WFI32({ serial: { ...serial, io: Serial as never }, buffers });
const buffer = new Uint8Array(piece).fill(0x61);

function opened(write: () => void): void {
	if (isOpen) return;
	isOpen = true;
	if (marks) calibrate();
	if (period > 0)
		Timer.repeat(() => {
			turns++;
			write();
		}, period);
}

function connect(): void {
	const tcp = new wfi32.TCP({
		address: "192.0.2.1",
		port: 9,
		form,
		onReadable() {
			turns++;
			this.read(buffer);
		},
		onWritable: () => opened(() => tcp.write(buffer)),
		onError(it) {
			error = it.message;
		},
	});
}

join(wfi32, connect);
report(() => ({
	...{ isOpen, error, turns },
	...(marks && Object.fromEntries(stages.map((name, its) => [name, spentIn(its)]))),
}));
