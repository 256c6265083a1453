/**
 * Result codes in words: of `ERROR:<code>`, of +SOCKERR, and of the other events that carry one. The reference's own
 * table is missing from it; the numbers are the published firmware's.
 */
const meanings: Readonly<Record<number, string>> = {
	0: "no error",
	1: "general error",
	2: "invalid AT command",
	3: "unknown command",
	4: "invalid parameter",
	5: "wrong number of parameters, or a syntax error",
	6: "the configuration cannot be changed now",
	7: "the configuration cannot be read or stored",
	8: "Wi-Fi request failed",
	9: "the station is not connected",
	10: "no socket has this ID",
	11: "no free socket",
	12: "invalid protocol",
	13: "close failed",
	14: "bind or connect failed",
	15: "TLS failed",
	16: "connect failed",
	17: "send failed",
	18: "setting an option failed",
	19: "no destination was set",
	20: "the length does not match",
	21: "disconnecting the station was refused",
	22: "disconnecting the station failed",
	23: "connecting the station was refused",
	24: "connecting the station failed",
	25: "stopping the access point was refused",
	26: "stopping the access point failed",
	27: "starting the access point was refused",
	28: "starting the access point failed",
	37: "security type not supported",
	38: "invalid security parameters",
	39: "an update is in progress",
	40: "transfer protocol not supported",
	41: "DNS record type not supported",
	42: "DNS timed out",
	43: "ping failed",
	44: "network error",
	45: "multicast error",
	46: "time error",
	47: "MQTT error, or an earlier MQTT request is still pending",
};

/** A result code in words. */
export function codeMeaning(code: number): string {
	if (code >= 29 && code <= 36) return "provisioning failed";
	return meanings[code] ?? "a code that nobody has described";
}
