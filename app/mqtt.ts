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

/** A client's target: whom it tells, and a message that comes in fragments, put together. */
class Incoming {
	readonly events: MQTTEvents;
	topic = "";
	#bytes: Uint8Array | undefined;
	#length = 0;

	constructor(events: MQTTEvents) {
		this.events = events;
	}

	/** @returns the whole message with its last fragment */
	add(piece: ArrayBuffer, { topic, byteLength, more }: Fragment): ArrayBuffer | undefined {
		if (topic !== undefined) {
			this.topic = topic;
			if (!more) return piece;
			this.#bytes = new Uint8Array(byteLength ?? 0);
			this.#length = 0;
		}
		const bytes = this.#bytes as Uint8Array;
		bytes.set(new Uint8Array(piece), this.#length);
		this.#length += piece.byteLength;
		if (more) return undefined;
		this.#bytes = undefined;
		return bytes.buffer as ArrayBuffer;
	}
}

type Client = MQTT & { target: Incoming };

/* Callbacks of every client: in flash, where closures for each would take RAM. */

// ECMA-419 24.2 gives the operation first; the SDK 8.2.3's client gives the message alone
function onControl(this: Client, first: number | Control, second?: Control): void {
	const { events } = this.target;
	const { operation, id } = typeof first === "number" ? (second as Control) : first;
	if (operation === CONNACK) events.onConnected(this);
	else if (operation === PUBACK) events.onAcknowledged(id as number);
}

function onReadable(this: Client, count: number, fragment: Fragment): void {
	const { target } = this;
	const message = target.add(this.read(count) as ArrayBuffer, fragment);
	if (message) target.events.onMessage(target.topic, message);
}

function onWritable(this: Client): void {
	this.target.events.onWritable();
}

function onError(this: Client, error?: Error): void {
	this.target.events.onError(error);
}

/**
 * Connects to the broker: by the module's own service, or by the standard client over the module's TCP (`mqtt` in the
 * settings), which can leave a will.
 * @throws Error when the standard client is wanted and the manifest has none
 */
export function openMQTT(module: WFI32, settings: Settings, events: MQTTEvents): MQTT {
	const { broker: host, brokerPort: port, id, mqtt } = settings;
	const target = new Incoming(events);
	const options = { host, port, id, target, onControl, onReadable, onWritable, onError };
	if (mqtt !== "standard") return new module.MQTTClient(options as never) as MQTT;
	if (!StandardMQTTClient) throw new Error("mqtt: the manifest has no standard client");
	return new StandardMQTTClient({
		...options,
		socket: { io: module.TCP },
		dns: { io: module.Resolver },
		will: { topic: `sensors/${id}/state`, message: JSON.stringify({ online: false }), retain: true },
	});
}
