/**
 * Result codes: `ERROR:<code>` and the `STATUS_CODE` of +SOCKERR. The reference's own table is missing; these are the
 * firmware's numbers, by their meaning.
 */
export const Result = {
	ok: 0,
	general: 1,
	invalidCommand: 2,
	unknownCommand: 3,
	invalidParameter: 4,
	/** Also any syntax error. */
	parameterCount: 5,
	configurationLocked: 6,
	configurationAccess: 7,
	wifiRequest: 8,
	notConnected: 9,
	noSuchSocket: 10,
	noFreeSocket: 11,
	invalidProtocol: 12,
	closeFailed: 13,
	bindFailed: 14,
	tlsFailed: 15,
	connectFailed: 16,
	sendFailed: 17,
	optionFailed: 18,
	noDestination: 19,
	lengthMismatch: 20,
	stationStopRefused: 21,
	stationStopFailed: 22,
	stationStartRefused: 23,
	stationStartFailed: 24,
	accessPointStopRefused: 25,
	accessPointStopFailed: 26,
	accessPointStartRefused: 27,
	accessPointStartFailed: 28,
	securityType: 37,
	securityParameters: 38,
	recordType: 41,
	dnsTimeout: 42,
	pingFailed: 43,
	network: 44,
	multicast: 45,
	time: 46,
	mqtt: 47,
} as const;

const texts: Readonly<Record<number, string>> = {
	1: "General error",
	2: "Not an AT command",
	3: "No such command",
	4: "Parameter not valid",
	5: "Wrong number of parameters",
	6: "Configuration is locked",
	7: "Configuration not accessible",
	8: "Wi-Fi request failed",
	9: "Station is not connected",
	10: "No socket with this ID",
	11: "No socket left",
	12: "No such protocol",
	13: "Close failed",
	14: "Bind failed",
	15: "TLS failed",
	16: "Connect failed",
	17: "Send failed",
	18: "Option failed",
	19: "No destination",
	20: "Length does not match",
	21: "Station stop refused",
	22: "Station stop failed",
	23: "Station start refused",
	24: "Station start failed",
	25: "Soft AP stop refused",
	26: "Soft AP stop failed",
	27: "Soft AP start refused",
	28: "Soft AP start failed",
	37: "Security type not supported",
	38: "Security parameters not valid",
	41: "Record type not supported",
	42: "DNS timed out",
	43: "Ping failed",
	44: "Network error",
	45: "Multicast error",
	46: "Time error",
	47: "MQTT error",
};

/** A code in words, as the verbose form of an error carries it. */
export function resultText(code: number): string {
	return texts[code] ?? "Error";
}

/** Thrown by a command that answers `ERROR:<code>`. */
export class Refusal extends Error {
	readonly code: number;

	constructor(code: number) {
		super(resultText(code));
		this.code = code;
	}
}
