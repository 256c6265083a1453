// The least that can be: a callback that reads what has come, and moves it once when that is wanted.

import Serial from "embedded:io/serial";
import { report } from "bench/meter";
import config from "mc/config";

const { moves } = config as unknown as { moves: boolean };
const buffer = new Uint8Array(2048);
let bytes = 0;

class Port extends (Serial as unknown as new (options: object) => { read(to: Uint8Array): number | undefined }) {}

new Port({
	port: 0,
	baud: 230_400,
	format: "buffer",
	onReadable(this: Port) {
		const count = this.read(buffer) ?? 0;
		if (moves) buffer.copyWithin(1024, 0, count);
		bytes += count;
	},
});
report(() => ({ bytes }));
