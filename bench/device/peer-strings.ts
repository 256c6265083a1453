// The way most programs on Moddable read AT commands: text is gathered, split into lines, and compared with startsWith.

import Serial from "embedded:io/serial";
import { report } from "bench/meter";

let lines = 0;
let sum = 0;
let text = "";

function line(it: string): void {
	if (it.startsWith("+SOCKRXT:")) {
		const [id, count] = it.slice(9).split(",");
		lines++;
		sum += Number(id) + Number(count);
	} else if (it.startsWith("+WSCNIND:")) {
		const [rssi, security, channel, bssid, ssid] = it.slice(9).split(",");
		lines++;
		sum += Number(rssi) + Number(security) + Number(channel) + bssid.length - 2 + ssid.length - 2;
	} else if (it.startsWith("+MQTTPUB:")) {
		const [topicLength, topic, length, message] = it.slice(9).split(",");
		lines++;
		sum += Number(topicLength) + Number(length) + topic.length - 2 + message.length - 2;
	}
}

class Port extends (Serial as unknown as new (options: object) => { read(): ArrayBuffer | undefined }) {}

new Port({
	port: 0,
	baud: 230_400,
	format: "buffer",
	onReadable(this: Port) {
		const bytes = this.read();
		if (!bytes) return;
		// String.fromArrayBuffer of the SDK; it fails for bytes that are no UTF-8
		text += (String as unknown as { fromArrayBuffer(it: ArrayBuffer): string }).fromArrayBuffer(bytes);
		const parts = text.split("\r\n");
		text = parts.pop() as string;
		for (const part of parts) if (part) line(part);
	},
});
report(() => ({ lines, sum }));
