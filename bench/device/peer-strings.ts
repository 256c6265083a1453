// The way most programs on Moddable read AT commands: text is gathered, split into lines, and compared with startsWith.

import Serial from "embedded:io/serial";
import { report } from "bench/meter";
import { found, line } from "bench/peer-fields";
import config from "mc/config";

/** How lines are found: split at LF and trimmed, split at CR LF, or searched for one by one. */
export type Cut = "trimmed" | "split" | "searched";

let text = "";

function trimmed(): void {
	const parts = text.split("\n");
	text = parts.pop() as string;
	for (const part of parts) {
		const it = part.trim();
		if (it) line(it);
	}
}

function split(): void {
	const parts = text.split("\r\n");
	text = parts.pop() as string;
	for (const part of parts) if (part) line(part);
}

function searched(): void {
	for (let end = text.indexOf("\r\n"); end >= 0; end = text.indexOf("\r\n")) {
		const it = text.slice(0, end);
		text = text.slice(end + 2);
		if (it) line(it);
	}
}

const cuts: Record<Cut, () => void> = { trimmed, split, searched };
const cut = cuts[(config as unknown as { cut: Cut }).cut];

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
		cut();
	},
});
report(found);
