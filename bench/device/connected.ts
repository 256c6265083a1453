// A program with a number of connections, at rest: what comes is read, and nothing is sent.

import Serial from "embedded:io/serial";
import { join } from "bench/joined";
import { report } from "bench/meter";
import config from "mc/config";
import { WFI32, type WFI32Options } from "wfi32/provider";
import type { TCP, TCPOptions } from "wfi32/tcp";

const { serial, connections } = config as unknown as { serial: WFI32Options["serial"]; connections: number };
const wfi32 = new WFI32({ serial: { ...serial, io: Serial as never } });
const buffer = new Uint8Array(512);
let open = 0;
let received = 0;
let error = "";

const options: TCPOptions = {
	address: "192.0.2.1",
	port: 9,
	onReadable(this: TCP) {
		for (let count = this.read(buffer); count; count = this.read(buffer)) received += count;
	},
	onWritable: opened,
	onError(it) {
		error = it.message;
	},
};

/** Each connection is writable once, as nothing is written. */
function opened(): void {
	open++;
	if (open < connections) new wfi32.TCP(options);
}

join(wfi32, () => new wfi32.TCP(options));
report(() => ({ isOpen: open === connections, received, error }));
