import type { StringStyle } from "./format";

/** What one release of the module does where releases, or readings of the reference, differ. Data: nothing else decides. */
export interface Capabilities {
	// ---- the wire
	/** Milliseconds between turns of the command engine; 0: every byte is looked at as it comes. */
	tick: number;
	/** What ends a command line. */
	lineEnd: "lf" | "cr" | "either";
	/** Bytes of a command line, without its end. A longer one is forgotten without an answer. */
	lineLimit: number;
	/** Whether control bytes and bytes ≥ 0x80 are dropped from a command line, CR starts overwriting it, BS shortens it. */
	lineEditing: boolean;
	/** Bytes the UART's receive buffer holds. */
	receiveFifo: number;
	/** Bits a second after boot. */
	baud: number;
	/** What the UART may be set to. */
	bauds: readonly number[];
	echoAtBoot: boolean;
	/** Sent when ready for a command, while echo is on. */
	prompt: string;
	/** Milliseconds from power to the first sign of life. */
	bootTime: number;
	bootBanner: string;
	/** What goes before an event that comes while no command runs. */
	eventLead: string;
	/** What becomes of +SOCKIND, +SOCKRXT and +SOCKCL in binary mode. */
	eventsInBinaryMode: "deferred" | "sent" | "lost";

	// ---- results and parameters
	/** Milliseconds between what a command answers and its result: events fall in between. */
	resultDelay: number;
	/** Whether errors carry their text: `ERROR:4,"…"`. */
	errorText: boolean;
	/** Single-letter commands understood. */
	basicCommands: string;
	/** Commands the reference does not have. */
	extensions: readonly string[];
	/** Whether `AT+NAME?` and `AT+NAME=` read. */
	lenientReads: boolean;
	highBytes: "drop" | "refuse";
	strings: StringStyle;
	emptyString: '""' | "[]";
	/** The code for a value that a configuration cannot hold. */
	configurationRefusal: number;
	/** Listed bug 1: writing an empty string stores it and answers ERROR:7. */
	emptyWriteRefused: boolean;

	// ---- identity
	identity: { manufacturer: string; model: string; revision: readonly string[] };
	/** Between the name and the value: `:` or `=`. */
	identitySeparator: ":" | "=";
	/** What +GMR calls its answer: the example and the syntax table of 7.16 disagree. */
	revisionName: "+GMR" | "+VER";

	// ---- scan (4)
	/** Security types (4.2.4) that a scan leaves out. */
	scanHides: readonly string[];
	/** Whether a scan that finds nothing says +WSCNDONE. */
	emptyScanEnds: boolean;
	/** Whether a scan that fails says +WSCNERROR, or nothing. */
	tellsScanFailure: boolean;
	/** Listed bug 6: a scan for an SSID ends silently at the first network of another name. */
	filteredScanStops: boolean;

	// ---- station and soft AP (5)
	/** Whether events and answers carry an association ID. */
	associationIds: boolean;
	/** Whether +WSTALD carries it: the syntax and the example of 5.2 disagree. */
	linkDownId: boolean;
	/** How a failed join is told: +WSTAERR, or only when a timeout was given, as +WSTA:ERROR. */
	joinFailure: "event" | "timeout";
	/** Whether AT+WSTA=1 takes a timeout in milliseconds. */
	joinTimeout: boolean;
	/** Which security types a station can use, and what each speaks. */
	stationSecurity: Readonly<Record<number, readonly string[]>>;
	/** The code for a security type that a station cannot use, and for credentials that do not fit. */
	securityRefusals: { type: number; parameters: number };
	/** Codes for AT+WSTA=0 while off or joining, and AT+WSTA=1 while connected; undefined: OK. */
	stationStop: { off: number | undefined; joining: number | undefined };
	stationStart: { connected: number | undefined; joining: number | undefined };
	/** From when on +WSTAC is locked. */
	stationLock: "joining" | "connected";
	/** Whether station and soft AP exclude each other. */
	oneInterface: boolean;
	/** Parameters that +WSTAC and +WAPC have beyond the reference. */
	placeholders: boolean;
	/** Listed bug 7: reading +WSTAC whole prints its lines without the `+`. */
	stationDumpBare: boolean;
	accessPoint: AccessPointCapabilities;
	/** Whether the time is announced once an address is there. */
	announcesTime: boolean;

	// ---- MQTT (6)
	mqtt: MqttCapabilities;

	// ---- sockets (7)
	sockets: SocketCapabilities;
	tls: TlsCapabilities;

	// ---- DNS and ping
	dns: DnsCapabilities;
	ping: { address: "only" | "names"; protocolVersion: boolean };
}

export interface AccessPointCapabilities {
	/** The SSID to begin with. */
	name: string;
	/** The module's own address, and the first it gives away. */
	address: string;
	pool: string;
	/** Security by type; one that is missing is not supported. */
	security: Readonly<Record<number, string>>;
	/** Codes for stopping it while off (undefined: OK), and starting it while on. */
	refusals: { off: number | undefined; whileOn: number };
}

export interface MqttCapabilities {
	/** Configuration parameters there are (6.1.3). */
	parameters: readonly number[];
	limits: { broker: number; clientId: number; username: number; password: number; topic: number };
	/** Whether parameter 5 reaches the broker. */
	sendsPassword: boolean;
	/** Subscriptions taken; one more gets OK and nothing else. */
	subscriptions: number;
	/** One subscribe, unsubscribe or publish at a time, else ERROR:47. */
	oneAtATime: boolean;
	/** Whether AT+MQTTSUB may come without a QoS (its example does). */
	defaultQoS: boolean;
	/** The results of +MQTTUNSUB. */
	unsubscribed: { done: number; failed: number };
	/** What a published message of QoS 2 is told by. */
	published2: "+MQTTPUBACC" | "+MQTTPUBCOMP";
	/** Milliseconds until an unanswered request has failed. */
	timeout: number;
	/** Flags and return code told when no broker answered; undefined: no +MQTTCONNACK. */
	connackOnFailure: readonly [number, number] | undefined;
	/** Milliseconds after which a lost connection is made again; undefined: never. */
	reconnectAfter: number | undefined;
	/** Whether AT+MQTTDISCONN takes a reason code. */
	reasonCode: boolean;
	/** The code for a connection asked for while there is one; undefined: the old one is dropped. */
	connectWhileConnected: number | undefined;
}

export interface SocketCapabilities {
	ids: "lowest" | "rising" | "clock";
	/** Places in the table; TCP and UDP sockets in the stack; TCP sockets a listener takes. */
	table: number;
	tcp: number;
	udp: number;
	listenerTakes: number;
	/** The code for socket commands without a link; undefined: OK. */
	withoutLink: number | undefined;
	/** Whether +SOCKBR and +SOCKWRTO take names. */
	names: boolean;
	/** Milliseconds to connect. */
	connectTimeout: number;
	/** Whether a refused connection is told at once, or when the time is over. */
	refusal: "at once" | "at timeout";
	/** How +SOCKERR carries its text. */
	errorText: "quoted" | "bare" | "none";
	/** Whether a socket that failed is gone. */
	failureFrees: boolean;
	/** The codes of +SOCKWR after the peer closed, and before there was one. */
	writeAfterClose: number;
	writeUnconnected: number;
	/** Whether a lost link is told for each connection, by +SOCKCL. */
	linkLossTold: boolean;
	/** Whether closing a listener closes the connections it accepted. */
	listenerTakesAlong: boolean;
	/** Whether a connection that the peer closed is still listed with its address. */
	endedKeepsAddress: boolean;
	/** Whether +SOCKLST refuses an unknown ID. */
	listRefuses: boolean;
	/** Bytes a TCP socket holds each way. */
	receiveBuffer: number;
	transmitBuffer: number;
	/** Datagrams held, and the longest one sent. */
	datagrams: number;
	datagramLimit: number;

	// writing
	/** The code for AT+SOCKWR with a length and no data; undefined: binary mode. */
	binaryWriteRefusal: number | undefined;
	/** The longest length taken; Infinity: it is not checked. */
	writeLimit: number;
	/** Around the `#` that asks for binary data, and before the OK that ends it. */
	binaryLead: string;
	binaryTrail: string;
	/** Bytes binary mode can hold; more crash the module. */
	binaryBuffer: number;
	/** Milliseconds allowed between the `+`, and of silence after them; undefined: `+++` ends at once. */
	escapeGuard: { between: number; after: number } | undefined;
	/** Bytes handed on at a time while the length is unknown. */
	escapePiece: number;
	/** Whether a binary write says OK when its data was dropped. */
	binaryAlwaysOk: boolean;
	/** Listed bug 3: data in pieces with more behind it never ends. */
	binaryNeverEnds: boolean;
	/** Listed bug 4: the length of a refused write stays behind. */
	staleLength: boolean;
	/** Listed bug 5: a binary +SOCKWRTO goes to the destination the socket already has. */
	staleDestination: boolean;
	/** What +SOCKWRTO does on a socket without a port: takes one, or is refused. */
	sendToUnbound: "binds" | number;

	// reading
	/** Bytes given in one turn of the engine. */
	readPiece: number;
	/** The longest read, and the code for a longer one. */
	readLimit: number;
	/** The code for an unknown output mode. */
	readMode: number;
	/** Between the header of a binary read and its bytes. */
	readLead: string;
	/** Behind the bytes of a binary read. */
	readTrail: string;
	/** How bytes available are told by +SOCKRXT: whenever some come, or when more than last told (16 bits, listed bug 2). */
	announces: "arrival" | "growth";
	/** Where the next +SOCKRXU comes: behind the OK, or before it. */
	nextDatagram: "after result" | "before result";
}

export interface TlsCapabilities {
	/** Configurations there are. */
	configurations: number;
	limits: { certificate: number; key: number; password: number; serverName: number };
	/** Parameters that can be written but not read. */
	hidden: readonly number[];
	/** What a CA that nobody has heard of means. */
	unknownAuthority: "fails" | "unverified";
	/** Whether the server's name is checked. */
	checksName: boolean;
	/** Whether a configuration is locked while a session lives. */
	locked: boolean;
	/** Whether +SOCKTLS may come before the connection. */
	beforeConnect: boolean;
	/** Listed bug 7: configuration 1 serves clients and 2 servers, whatever +SOCKTLS said. */
	fixedConfigurations: boolean;
	/** Whether closing throws away what was received. */
	closeDiscards: boolean;
	/** Listed bug 7: a connection that +SOCKTLS was asked for beforehand has no time limit. */
	untimedConnect: boolean;
	/** Whether the index of +SOCKTLS may be left out (the example of 7.6.5 has none). */
	defaultIndex: boolean;
}

export interface DnsCapabilities {
	/** Whether AAAA is answered, or refused with 41. */
	ipv6: boolean;
	/** What stands first in the answer: the type asked for, or 0. */
	typeInAnswer: "type" | 0;
	/** Whether every address is told, or the first. */
	all: boolean;
	timeout: number;
	/** How a failure is told. */
	failure: "+DNSERROR" | "+DNSRESOLV:ERROR";
	/** Whether a second request cancels the first. */
	single: boolean;
	/** Milliseconds an address is remembered, and whether what needs no asking is told before the OK. */
	cacheTime: number;
	knownBeforeResult: boolean;
}

/** Some capabilities in another way: nested groups are merged. */
export type CapabilityChanges = {
	[K in keyof Capabilities]?: Capabilities[K] extends readonly unknown[]
		? Capabilities[K]
		: Capabilities[K] extends object
			? Partial<Capabilities[K]>
			: Capabilities[K];
};

/** A table with changes put over it. */
export function withChanges(base: Capabilities, changes: CapabilityChanges = {}): Capabilities {
	const merged: Record<string, unknown> = { ...base };
	for (const [name, value] of Object.entries(changes)) {
		const group = typeof value === "object" && value !== null && !Array.isArray(value);
		merged[name] = group ? { ...(merged[name] as object), ...value } : value;
	}
	return merged as unknown as Capabilities;
}
