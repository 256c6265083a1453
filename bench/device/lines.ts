// The driver's own reader and engine on a stream of events: sums what stands in them.

import { Floors } from "bench/floors";
import { report } from "bench/meter";
import type { Name } from "drivers/at/names";
import { SOCKRXT, WSCNIND } from "drivers/wfi32/names";

let lines = 0;
let sum = 0;

class Lines extends Floors {
	readonly #fields = this.engine.fields;

	override told(name: Name, a: number, b: number, c: number): void {
		if (name === SOCKRXT) {
			lines++;
			sum += a + b;
		} else if (name === WSCNIND) {
			lines++;
			sum += a + b + c + this.#fields.firstLength + this.#fields.textLength;
		}
	}
}

const floors = new Lines(512);
report(() => ({ lines, sum, lost: floors.lost }));
