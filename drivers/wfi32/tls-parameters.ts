import type { Decoder } from "drivers/at/text";
import { type Kinds, TEXT, type Values } from "drivers/wfi32/configuration-reading";

/** A TLS configuration (reference 7.11.3), all of it as bytes; an empty one is not set. */
export interface TlsParameters {
	/** Names of certificates and keys that the module has. */
	readonly ca: Uint8Array;
	readonly certificate: Uint8Array;
	readonly key: Uint8Array;
	/** Never shown anywhere. */
	readonly keyPassword: Uint8Array;
	readonly serverName: Uint8Array;
}

/** A parameter that is not set. */
export const UNSET = new Uint8Array(0);

/** What a TLS configuration of the module names; empty strings where nothing is set. The password is not read. */
export interface StoredTls {
	readonly ca: string;
	readonly certificate: string;
	readonly key: string;
	readonly serverName: string;
}

/** The parameters in the order of their IDs, which begin with 1. */
export const PARAMETERS = Object.freeze(["ca", "certificate", "key", "keyPassword", "serverName"] as const);
export const CA_ID = 1;
const CERTIFICATE_ID = 2;
const KEY_ID = 3;
const PASSWORD_ID = 4;
const SERVER_NAME_ID = 5;

export const READ = Object.freeze([CA_ID, CERTIFICATE_ID, KEY_ID, SERVER_NAME_ID]);
export const KINDS: Kinds = Object.freeze({
	[CA_ID]: TEXT,
	[CERTIFICATE_ID]: TEXT,
	[KEY_ID]: TEXT,
	[SERVER_NAME_ID]: TEXT,
});

/** What was read, all of {@link READ}. */
export function storedTls(values: Values, decoder: Decoder): StoredTls {
	const text = (id: number) => {
		const bytes = values.get(id) as Uint8Array;
		return decoder.decode(bytes, 0, bytes.length);
	};
	return { ca: text(CA_ID), certificate: text(CERTIFICATE_ID), key: text(KEY_ID), serverName: text(SERVER_NAME_ID) };
}

/** Whether a parameter must not be seen: what the module says of it may quote it. */
export const isSecret = (id: number): boolean => id === PASSWORD_ID;

/** Whether two strings have the same bytes. */
export function same(a: Uint8Array | undefined, b: Uint8Array): boolean {
	if (!a || a.length !== b.length) return false;
	for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
	return true;
}
