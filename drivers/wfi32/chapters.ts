import type { Engine } from "drivers/at/engine";
import type { Names } from "drivers/at/names";
import type { Notices } from "drivers/at/notices";
import { Request } from "drivers/at/request";
import type { Decoder } from "drivers/at/text";
import type { Writer } from "drivers/at/writer";
import type { Arena } from "drivers/uart/arena";
import type { Deadlines } from "drivers/uart/deadlines";
import type { Uart } from "drivers/uart/uart";
import { AccessPoint } from "drivers/wfi32/access-point";
import { Certificates } from "drivers/wfi32/certificates";
import type { Chapter, Context } from "drivers/wfi32/context";
import type { Wfi32Error } from "drivers/wfi32/errors";
import { Mqtt } from "drivers/wfi32/mqtt";
import {
	ACCESS_POINT,
	CERTIFICATES,
	CHAPTERS,
	MQTT,
	PING,
	RESOLVER,
	SCAN,
	SOCKETS,
	STATION,
	TLS,
} from "drivers/wfi32/names";
import { Pings } from "drivers/wfi32/ping";
import type { Capabilities } from "drivers/wfi32/releases";
import { Resolver } from "drivers/wfi32/resolver";
import { Scan } from "drivers/wfi32/scan";
import type { Buffers } from "drivers/wfi32/sizes";
import type { Sockets } from "drivers/wfi32/sockets";
import { Station } from "drivers/wfi32/station";
import { TlsConfigurations } from "drivers/wfi32/tls-configurations";

/**
 * The chapters of a driver, each made when it is first used: one that nobody uses is not there, and takes nothing. The
 * sockets alone are there from the beginning.
 */
export abstract class Chapters extends Request implements Context {
	protected readonly chapters: (Chapter | undefined)[] = new Array(CHAPTERS).fill(undefined);

	abstract readonly arena: Arena;
	abstract readonly deadlines: Deadlines;
	abstract readonly notices: Notices;
	abstract readonly uart: Uart;
	abstract readonly engine: Engine;
	abstract readonly names: Names;
	abstract readonly decoder: Decoder;
	abstract readonly writer: Writer;
	abstract readonly capabilities: Capabilities;
	abstract readonly ready: boolean;
	abstract readonly failure: Wfi32Error | undefined;
	protected abstract readonly buffers: Buffers;

	get sockets(): Sockets {
		return this.chapters[SOCKETS] as Sockets;
	}

	get station(): Station {
		this.chapters[STATION] ??= new Station(this);
		return this.chapters[STATION] as Station;
	}

	get mqtt(): Mqtt {
		this.chapters[MQTT] ??= new Mqtt(this, this.buffers.messages);
		return this.chapters[MQTT] as Mqtt;
	}

	get resolver(): Resolver {
		this.chapters[RESOLVER] ??= new Resolver(this);
		return this.chapters[RESOLVER] as Resolver;
	}

	get ping(): Pings {
		this.chapters[PING] ??= new Pings(this);
		return this.chapters[PING] as Pings;
	}

	get tls(): TlsConfigurations {
		this.chapters[TLS] ??= new TlsConfigurations(this);
		return this.chapters[TLS] as TlsConfigurations;
	}

	get certificates(): Certificates {
		this.chapters[CERTIFICATES] ??= new Certificates(this);
		return this.chapters[CERTIFICATES] as Certificates;
	}

	get scan(): Scan {
		this.chapters[SCAN] ??= new Scan(this);
		return this.chapters[SCAN] as Scan;
	}

	get accessPoint(): AccessPoint {
		this.chapters[ACCESS_POINT] ??= new AccessPoint(this);
		return this.chapters[ACCESS_POINT] as AccessPoint;
	}

	/* For whoever only looks: what nobody uses is not made. */

	get stationInUse(): Station | undefined {
		return this.chapters[STATION] as Station | undefined;
	}

	get mqttInUse(): Mqtt | undefined {
		return this.chapters[MQTT] as Mqtt | undefined;
	}

	get tlsInUse(): TlsConfigurations | undefined {
		return this.chapters[TLS] as TlsConfigurations | undefined;
	}

	get expectant(): boolean {
		return this.sockets.expectant;
	}

	review(): void {
		if (!this.ready) return; // all are asked when the module is found again
		this.mqttInUse?.onResynchronised();
		this.stationInUse?.onResynchronised();
	}
}
