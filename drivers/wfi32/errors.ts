import { CLOSED, RESET, TIMEOUT, TOO_LONG, TORN } from "drivers/at/request";

/** Codes of failures that the driver itself finds; the module's own are above 0. */
export { CLOSED, RESET, TIMEOUT, TOO_LONG, TORN };
/** The event that was to follow a command did not come in time. */
export const NO_EVENT = -6;
/** The other side closed the connection. */
export const DISCONNECTED = -7;
/** The module does not answer at all. */
export const SILENT = -8;
/** The network was joined at another access point than the one asked for. */
export const WRONG_BSSID = -9;
/** The broker refused the connection; the meaning says why. */
export const REFUSED = -10;
/** The module's release cannot do what was asked for. */
export const UNSUPPORTED = -11;
/** The name has no address of the kind asked for. */
export const NOT_FOUND = -12;

/** The module's code for a socket ID that it does not have. */
export const NOT_THERE = 10;

/** The module's codes (the firmware's; the reference's own table is missing), which +SOCKERR uses too. */
const meanings: { readonly [code: number]: string } = Object.freeze({
	1: "general error",
	2: "invalid AT command",
	3: "unknown command",
	4: "invalid parameter",
	5: "wrong number of parameters or syntax error",
	6: "configuration cannot be changed now",
	7: "configuration cannot be read or stored",
	8: "Wi-Fi request failed",
	9: "station not connected",
	10: "socket ID not found",
	11: "no free socket",
	12: "invalid protocol",
	13: "close failed",
	14: "bind or connect failed",
	15: "TLS failed",
	16: "connect failed",
	17: "send failed",
	18: "set option failed",
	19: "no destination set",
	20: "length mismatch",
	21: "station disconnect refused",
	22: "station disconnect failed",
	23: "station connect refused",
	24: "station connect failed: unknown network or wrong password",
	25: "soft AP stop refused",
	26: "soft AP stop failed",
	27: "soft AP start refused",
	28: "soft AP start failed",
	37: "unsupported security type",
	38: "invalid security parameters",
	39: "update in progress",
	40: "transfer protocol not supported",
	41: "DNS record type not supported",
	42: "DNS timeout",
	43: "ping failed",
	44: "network error",
	45: "multicast error",
	46: "time error",
	47: "MQTT error, or an earlier MQTT request is still pending",
	[TIMEOUT]: "no answer in time",
	[RESET]: "the module has started anew",
	[TORN]: "received data cannot be trusted",
	[CLOSED]: "closed",
	[TOO_LONG]: "longer than the module's command line",
	[NO_EVENT]: "nothing came of it in time",
	[DISCONNECTED]: "closed by the other side",
	[SILENT]: "the module does not answer",
	[WRONG_BSSID]: "joined at another access point than the one asked for",
	[REFUSED]: "refused by the broker",
	[UNSUPPORTED]: "this release of the module cannot do that",
	[NOT_FOUND]: "the name has no such address",
});

/** What a code means; for a code that nobody knows, at least whose it is. */
export function meaningOf(code: number): string {
	const meaning = meanings[code];
	if (meaning) return meaning;
	return code >= 29 && code <= 36 ? "provisioning failed" : "a code that this driver does not know";
}

/** A failure, of the module or on the way to it. Holds no credentials. */
export class Wfi32Error extends Error {
	// a field: on a device the prototypes of built-ins are frozen, and an assignment would throw
	override readonly name = "Wfi32Error";
	/** The module's result code (above 0), or one of the driver's own (below 0). */
	readonly code: number;
	/** The code in words. */
	readonly meaning: string;
	/** The command that failed, or whose event told of the failure, by its name: `+SOCKBR`. */
	readonly command: string;

	/**
	 * @param detail what the module said about it, when that is more than the code's meaning
	 */
	constructor(code: number, command: string, detail = "") {
		const meaning = meaningOf(code);
		super(`${command}: ${meaning} (${code})${detail && detail !== meaning ? `: ${detail}` : ""}`);
		this.code = code;
		this.meaning = meaning;
		this.command = command;
	}
}
