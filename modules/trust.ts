import { toBytes } from "drivers/at/text";
import { type TlsParameters, UNSET } from "drivers/wfi32/tls-parameters";
import { required, text } from "wfi32/options";

/**
 * What is to be known of the other end, and of us (ECMA-419 10.15). The module keeps certificates and keys by name in its
 * image; their bytes cannot be given to it for a socket.
 */
export interface TrustOptions {
	/**
	 * The name of the remote end, sent to it (SNI): at most 32 bytes on the published firmware. May be left out where the
	 * socket's own options have a `host`, as clients of the Moddable SDK pass it.
	 */
	host?: string;
	/** The name of the CA's certificate in the module: one of the provider's `certificates`. */
	ca?: string;
	/** The name of this client's certificate in the module. */
	clientCertificate?: string;
	/** The name of its key. */
	clientKey?: string;
	/** The key's password, where it has one. Never shown. This project's addition to the standard. */
	clientKeyPassword?: string;
	/**
	 * False: do without any proof of who is at the other end. This project's addition to the standard: without it, a CA
	 * that the module is known to have is required, since for one that it has not the firmware verifies nothing at all.
	 */
	verify?: boolean;
}

const impossible: readonly string[] = Object.freeze([
	"minimumVersion",
	"maximumVersion",
	"applicationLayerProtocol",
	"maximumFragmentLength",
]);

/** A copy of a list of names. @throws TypeError for anything else */
export function certificateNames(value: unknown): readonly string[] {
	// a string would be taken for the list of its characters
	if (!Array.isArray(value)) throw new TypeError("certificates must be a list of names");
	for (const it of value) if (typeof it !== "string" || !it) throw new TypeError(`certificates: ${it} is no name`);
	return [...value];
}

/**
 * Checks what was asked for, and puts it the way the module wants it.
 * @param certificates names that the module is known to have
 * @param fallback the remote end's name, where `tls` has none
 * @throws TypeError, RangeError for missing or wrong options, or for what the module cannot do
 * @throws Error when nothing would prove who is at the other end, and the caller has not said that it does without
 */
export function tlsParameters(
	tls: TrustOptions | undefined,
	certificates: readonly string[],
	fallback?: string,
): TlsParameters {
	const options = required(tls) as TrustOptions & Record<string, unknown>;
	const { host = fallback } = options;
	if (host === undefined) throw new TypeError("tls.host is required");
	for (const name of impossible)
		if (options[name] !== undefined) throw new RangeError(`tls.${name}: the module cannot be told`);
	const known = (name: "ca" | "clientCertificate" | "clientKey") => {
		const value = options[name];
		if (value === undefined) return UNSET;
		if (typeof value !== "string") throw new TypeError(`tls.${name}: the name of one in the module is required`);
		if (!certificates.includes(value)) {
			const known = certificates.join(", ") || "none";
			throw new RangeError(`tls.${name}: the module is not known to have "${value}"; it is to have: ${known}`);
		}
		return toBytes(value);
	};
	const parameters = {
		ca: known("ca"),
		certificate: known("clientCertificate"),
		key: known("clientKey"),
		keyPassword:
			options.clientKeyPassword === undefined
				? UNSET
				: toBytes(text(options.clientKeyPassword, "tls.clientKeyPassword")),
		serverName: toBytes(text(host, "tls.host")),
	};
	if (options.verify !== false && parameters.ca.length === 0)
		throw new Error("tls: name a CA that the module has, or say verify: false");
	return parameters;
}
