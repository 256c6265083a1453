import type { MQTT } from "app/mqtt-client";
import type { Settings } from "app/settings";
import { StandardMQTTClient } from "app/standard-mqtt";
import type { WFI32 } from "wfi32/provider";

export interface MQTTEvents {
	onConnected(client: MQTT): void;
	onAcknowledged(id: number): void;
	onMessage(topic: string, payload: ArrayBuffer): void;
	onWritable(): void;
	onError(error: Error | undefined): void;
}

interface Control {
	readonly operation: number;
	readonly id?: number;
}

interface Fragment {
	readonly topic?: string;
	readonly byteLength?: number;
	readonly more?: boolean;
}

const CONNACK = 2;
const PUBACK = 4;

/** A message that comes in fragments, put together. */
class Incoming {
	#topic = "";
	#bytes = new Uint8Array(0);
	#length = 0;

	/** @returns the whole message with its last fragment */
	add(piece: ArrayBuffer, { topic, byteLength, more }: Fragment): ArrayBuffer | undefined {
		if (topic !== undefined) {
			this.#topic = topic;
			if (!more) return piece;
			this.#bytes = new Uint8Array(byteLength ?? 0);
			this.#length = 0;
		}
		this.#bytes.set(new Uint8Array(piece), this.#length);
		this.#length += piece.byteLength;
		return more ? undefined : (this.#bytes.buffer as ArrayBuffer);
	}

	get topic(): string {
		return this.#topic;
	}
}

/**
 * Connects to the broker: by the module's own service, or by the standard client over the module's TCP (`mqtt` in the
 * settings), which can leave a will.
 * @throws Error when the standard client is wanted and the manifest has none
 */
export function openMQTT(module: WFI32, settings: Settings, events: MQTTEvents): MQTT {
	const { broker: host, brokerPort: port, id, mqtt } = settings;
	const incoming = new Incoming();
	const options = {
		host,
		port,
		id,
		// ECMA-419 24.2 gives the operation first; the SDK 8.2.3's client gives the message alone
		onControl(this: MQTT, first: number | Control, second?: Control) {
			const { operation, id: acknowledged } = typeof first === "number" ? (second as Control) : first;
			if (operation === CONNACK) events.onConnected(this);
			else if (operation === PUBACK) events.onAcknowledged(acknowledged as number);
		},
		onReadable(this: MQTT, count: number, fragment: Fragment) {
			const message = incoming.add(this.read(count) as ArrayBuffer, fragment);
			if (message) events.onMessage(incoming.topic, message);
		},
		onWritable: () => events.onWritable(),
		onError: (error?: Error) => events.onError(error),
	};
	if (mqtt !== "standard") return new module.MQTTClient(options as never) as MQTT;
	if (!StandardMQTTClient) throw new Error("mqtt: the manifest has no standard client");
	return new StandardMQTTClient({
		...options,
		socket: { io: module.TCP },
		dns: { io: module.Resolver },
		will: { topic: `sensors/${id}/state`, message: JSON.stringify({ online: false }), retain: true },
	});
}
