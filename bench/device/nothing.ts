import Serial from "embedded:io/serial";
import { report } from "bench/meter";
const buffer = new Uint8Array(512);
class Port extends (Serial as unknown as new (options: object) => { read(to: Uint8Array): number | undefined }) {}
let lines = 0;
class U { #port: any; constructor() { this.#port = new Port({ port: 0, baud: 230_400, format: "buffer", onReadable: (count: number) => this.#readable(count)}); }
 #readable(count: number) { while (count > 0) { const port = this.#port; if (!port) return; const t = port.read(buffer); count -= t; } } }
new U();
report(() => ({ lines }));
