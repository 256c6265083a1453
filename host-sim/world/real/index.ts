import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { type Certificates, CertificateTable } from "../certificates";
import { RealClock } from "../clock";
import { type AccessPointOptions, Radio } from "../radio";
import { seededRandom } from "../random";
import type { World } from "../world";
import { RealMqtt } from "./mqtt";
import { RealNames } from "./names";
import { RealNetwork } from "./network";

export interface RealWorldOptions {
	/** There is no radio: these are the access points to play. */
	accessPoints?: readonly AccessPointOptions[];
	/** Addresses by name, before the machine's own resolver. */
	names?: Record<string, string | readonly string[]>;
	/** Round trips in milliseconds by address, before the machine's own ping. */
	pings?: Record<string, number>;
	/** Whether names and pings that no table has go outside; true unless told. */
	ask?: boolean;
	/** A folder with `<name>`, `<name>.pem`, `.crt`, `.key` or `.der`; or a table. */
	certificates?: string | Record<string, Uint8Array | string>;
	/** The address TCP ports are opened on; 127.0.0.1 unless told. */
	listenOn?: string;
	/** For numbers that repeat; otherwise they do not. */
	seed?: number;
}

/** The machine's own network and clock, a broker wherever there is one, and a simulated radio. */
export function realWorld(options: RealWorldOptions = {}): World & { readonly radio: Radio } {
	const clock = new RealClock();
	const radio = new Radio(clock);
	for (const accessPoint of options.accessPoints ?? []) radio.add(accessPoint);
	const network = new RealNetwork(options.listenOn ?? "127.0.0.1");
	const mqtt = new RealMqtt();
	const { certificates } = options;
	return {
		clock,
		random: options.seed === undefined ? Math.random : seededRandom(options.seed),
		radio,
		network,
		names: new RealNames(clock, { addresses: options.names, pings: options.pings, ask: options.ask }),
		mqtt,
		certificates:
			typeof certificates === "string" ? new CertificateFolder(certificates) : new CertificateTable(certificates),
		close() {
			mqtt.close();
			network.close();
		},
	};
}

const endings = ["", ".pem", ".crt", ".key", ".der"];

/** Certificates as files of a folder. A name that leads out of it is not found. */
class CertificateFolder implements Certificates {
	readonly #folder: string;

	constructor(folder: string) {
		this.#folder = folder;
	}

	get(name: string): Uint8Array | undefined {
		if (!name || basename(name) !== name || name === "." || name === "..") return undefined;
		for (const ending of endings) {
			try {
				return readFileSync(join(this.#folder, name + ending));
			} catch {
				// the next ending is tried
			}
		}
		return undefined;
	}
}
