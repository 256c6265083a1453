import { CertificateTable } from "../certificates";
import { VirtualClock } from "../clock";
import { type AccessPointOptions, Radio } from "../radio";
import { seededRandom } from "../random";
import type { World } from "../world";
import { MemoryBroker } from "./broker";
import { type BrokerPlace, MemoryMqtt } from "./mqtt";
import { MemoryNames } from "./names";
import { MemoryNetwork } from "./network";

export type { BrokerSession } from "./broker";
export type { HostTls } from "./connection";
export type { BrokerPlace } from "./mqtt";
export type { HostOptions, Manner } from "./network";
export { Peer } from "./peer";
export type { UdpHost } from "./udp";

export interface MemoryWorldOptions {
	/** A clock to share; a new one unless told. */
	clock?: VirtualClock;
	/** 1 unless told. */
	seed?: number;
	accessPoints?: readonly AccessPointOptions[];
	/** Addresses by name. */
	names?: Record<string, string | readonly string[]>;
	/** Addresses that answer pings, with their round trip in milliseconds. */
	pings?: Record<string, number>;
	certificates?: Record<string, Uint8Array | string>;
	/** Where the broker is; port 1883 of 192.0.2.10 unless told. */
	broker?: BrokerPlace | readonly BrokerPlace[];
}

/** A world in which nothing happens but what a test makes happen, when its clock is advanced. */
export interface MemoryWorld extends World {
	readonly clock: VirtualClock;
	readonly network: MemoryNetwork;
	readonly names: MemoryNames;
	readonly mqtt: MemoryMqtt;
	readonly broker: MemoryBroker;
	readonly certificates: CertificateTable;
}

export function memoryWorld(options: MemoryWorldOptions = {}): MemoryWorld {
	const clock = options.clock ?? new VirtualClock();
	const radio = new Radio(clock);
	for (const accessPoint of options.accessPoints ?? []) radio.add(accessPoint);
	const names = new MemoryNames(clock, { addresses: options.names });
	for (const [address, roundTrip] of Object.entries(options.pings ?? {})) names.setPing(address, roundTrip);
	const mqtt = new MemoryMqtt(clock);
	const broker = new MemoryBroker(clock);
	for (const place of [options.broker ?? { address: "192.0.2.10", port: 1883 }].flat()) mqtt.place(broker, place);
	return {
		clock,
		random: seededRandom(options.seed ?? 1),
		radio,
		network: new MemoryNetwork(clock),
		names,
		mqtt,
		broker,
		certificates: new CertificateTable(options.certificates),
		close() {},
	};
}
