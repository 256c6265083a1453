import type { Line } from "drivers/at/line";
import { Request } from "drivers/at/request";
import { command, type Writer } from "drivers/at/writer";
import { MQTTCONN } from "drivers/wfi32/names";

const STATUS = command("AT+MQTTCONN");

/** Who wants to know; {@link Line} is at the state, 1 for connected. */
export interface Asking {
	compare(fields: Line): void;
}

/** Asks how the MQTT service's connection is (reference 6.2.1). */
export class MqttQuestion extends Request {
	readonly asking: Asking;

	constructor(asking: Asking) {
		super();
		this.asking = asking;
	}

	compose(out: Writer): number {
		out.answer = MQTTCONN;
		out.begin(STATUS);
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
