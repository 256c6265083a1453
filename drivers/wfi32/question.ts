import type { Line } from "drivers/at/line";
import type { Name } from "drivers/at/names";
import { Request } from "drivers/at/request";
import type { Writer } from "drivers/at/writer";

/** Who wants to know. */
export interface Asking {
	/** @param fields the answer, from its first field */
	compare(fields: Line): void;
}

/** Asks for a state whose event may have been lost. */
export class Question extends Request {
	readonly asking: Asking;
	readonly text: Uint8Array;
	readonly name: Name;

	/** @param text the whole command, as bytes @param name of the answer's line */
	constructor(asking: Asking, text: Uint8Array, name: Name) {
		super();
		this.asking = asking;
		this.text = text;
		this.name = name;
	}

	compose(out: Writer): number {
		out.answer = this.name;
		out.begin(this.text);
		return out.end();
	}

	override line(fields: Line): boolean {
		this.asking.compare(fields);
		return true;
	}

	done(): void {
		// without an answer, the driver looks for the module again, and asks again
	}
}
