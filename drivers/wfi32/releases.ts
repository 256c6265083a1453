/** What a firmware can and how it wants things: `module-behaviour` as a table. Everything not listed is understood either way. */
export interface Capabilities {
	readonly release: string;
	/** The longest command line with its CR LF, in bytes; a longer one gets no answer at all. */
	readonly commandLength: number;
	/** `AT+WSTA=1,<ms>`: a join that fails is told only if a time for it was given. */
	readonly joinTimeout: boolean;
	/** Milliseconds from one look at its input to the next, each for one command or for the data of one; 0: it looks at once. */
	readonly tick: number;
	/** Data are written as strings, for which alone the module reports a failed send; else in binary. */
	readonly checkedWrite: boolean;
	/** A write in binary may have a length; else its end must be told by `+++`. */
	readonly binaryWrite: boolean;
	/** A datagram in binary goes to the socket's remote end or group, if it has one, whatever it says (module-behaviour, bug 5). */
	readonly keepsDestination: boolean;
	/** The most bytes of one write in binary. */
	readonly writeLimit: number;
	/** The most bytes of one read; beyond it nothing is gained, or events get lost meanwhile. */
	readonly readLimit: number;
	/** The most bytes of a datagram sent. */
	readonly datagramLimit: number;
	/** Data without a length go out as they come: as many datagrams as there were pieces. */
	readonly cutsUnbounded: boolean;
	/** Events that fall into binary mode are lost for good. */
	readonly losesEventsInBinary: boolean;
	/** `+MQTTPUBCOMP` follows a publication of QoS 2. */
	readonly tellsPublishComplete: boolean;
	/** Parameter 6 of +MQTTC (keep-alive) exists. */
	readonly mqttKeepAlive: boolean;
	/** The most topics subscribed to; 0: not limited. */
	readonly subscriptions: number;
	/** A scan may be for one name; else it ends at the first network of another (module-behaviour, bug 6). */
	readonly scansByName: boolean;
	/** `AT+PING` takes an IP version for IPv4, too, which it need not be told. */
	readonly pingVersion: boolean;
	/** TLS configurations that there are, from index 1 on (reference 7.11). */
	readonly tlsConfigurations: number;
	/** Those of them that a client can use (module-behaviour, bug 7). */
	readonly tlsClientConfigurations: number;
	/** The longest server name of a TLS configuration, in bytes. */
	readonly serverNameLength: number;
	/** `AT+LOADCERT`: certificates can be given to the running module, for its MQTT service. */
	readonly loadsCertificates: boolean;
}

const reference: Capabilities = Object.freeze({
	release: "reference",
	commandLength: 2048,
	joinTimeout: false,
	tick: 0,
	checkedWrite: false,
	binaryWrite: true,
	keepsDestination: false,
	writeLimit: 1500,
	readLimit: 65_535,
	datagramLimit: 1500,
	cutsUnbounded: false,
	losesEventsInBinary: false,
	tellsPublishComplete: true,
	mqttKeepAlive: false,
	subscriptions: 0,
	scansByName: true,
	pingVersion: true,
	tlsConfigurations: 4,
	tlsClientConfigurations: 4,
	serverNameLength: 255,
	loadsCertificates: false,
});

const anycloud: Capabilities = Object.freeze({
	release: "0.3.1",
	commandLength: 512,
	joinTimeout: true,
	tick: 100,
	checkedWrite: true,
	binaryWrite: true,
	keepsDestination: true,
	writeLimit: 1400,
	readLimit: 128,
	datagramLimit: 512,
	cutsUnbounded: true,
	losesEventsInBinary: true,
	tellsPublishComplete: false,
	mqttKeepAlive: true,
	subscriptions: 4,
	scansByName: false,
	pingVersion: false,
	tlsConfigurations: 2,
	tlsClientConfigurations: 1,
	serverNameLength: 32,
	loadsCertificates: true,
});

/** By release; the order in time is 1.0.1, 0.2.0, 0.3.0, 0.3.1. */
export const releases: { readonly [release: string]: Capabilities } = Object.freeze({
	reference,
	// its UART holds no more than 128 bytes, and looks at them ten times a second
	"1.0.1": Object.freeze({
		...anycloud,
		release: "1.0.1",
		commandLength: 127,
		binaryWrite: false,
		writeLimit: 120,
		loadsCertificates: false,
	}),
	"0.2.0": Object.freeze({ ...anycloud, release: "0.2.0", commandLength: 256 }),
	"0.3.0": Object.freeze({ ...anycloud, release: "0.3.0", commandLength: 256 }),
	"0.3.1": anycloud,
});

/** @throws RangeError for a release that nobody knows */
export function capabilitiesOf(release: string): Capabilities {
	const capabilities = releases[release];
	if (!capabilities) throw new RangeError(`unknown release: ${release}`);
	return capabilities;
}
