// The whole stack: a connection that is read, or written, as fast as it goes.

import Serial from "embedded:io/serial";
import { instructions, report } from "bench/meter";
import config from "mc/config";
import { WFI32, type WFI32Options } from "wfi32/provider";

const { serial, buffers, piece, kind } = config as unknown as {
	serial: WFI32Options["serial"];
	buffers: object;
	piece: number;
	kind: "receive" | "send";
};
const wfi32 = new WFI32({ serial: { ...serial, io: Serial as never }, buffers });
const buffer = new Uint8Array(piece);
// comparing with a literal would make a string each time
const sends = kind === "send";
let received = 0;
let sent = 0;
let sum = 0;
/** Instructions inside `read` and `write`. */
let calls = 0;
let error = "";
let isConnected = false;

function connect(): void {
	new wfi32.TCP({
		address: "192.0.2.1",
		port: 9,
		onReadable() {
			for (;;) {
				const before = instructions();
				const count = this.read(buffer);
				calls += instructions() - before;
				if (!count) return;
				received += count;
				sum = (sum + buffer[0] + buffer[count - 1]) | 0;
			}
		},
		onWritable(count) {
			if (!sends) return;
			while (count >= piece) {
				for (let i = 0; i < 4; i++) buffer[i] = (sent >> (i * 8)) & 0xff;
				const before = instructions();
				count = this.write(buffer);
				calls += instructions() - before;
				sent += piece;
			}
		},
		onError(it) {
			error = it.message;
		},
	});
}

const wifi = new wfi32.WiFi({
	onChanged() {
		if (isConnected || this.connection !== 500) return;
		isConnected = true;
		connect();
	},
});
wifi.connect({ SSID: "home", password: "correct horse" });
report(() => ({ received, sent, sum, calls, error, isConnected }));
