import type { Certificates } from "./certificates";
import type { Clock } from "./clock";
import type { MqttService } from "./mqtt";
import type { Names } from "./names";
import type { Network } from "./network";
import type { Radio } from "./radio";

/** Everything the module touches outside itself. */
export interface World {
	readonly clock: Clock;
	/** A number in [0, 1). */
	random(): number;
	readonly radio: Radio;
	readonly network: Network;
	readonly names: Names;
	readonly mqtt: MqttService;
	readonly certificates: Certificates;
	/** Gives back what it holds of the machine it runs on. */
	close(): void;
}
