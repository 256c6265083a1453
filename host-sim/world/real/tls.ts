import { createPrivateKey } from "node:crypto";
import { isIP, type Socket } from "node:net";
import { connect, createSecureContext, TLSSocket } from "node:tls";
import type { TlsRequest } from "../network";

/** TLS options in the words of node:tls. */
export interface TlsOptions {
	ca?: string;
	cert?: string;
	key?: string;
	passphrase?: string;
	servername?: string;
	rejectUnauthorized: boolean;
	checkServerIdentity?: () => undefined;
}

const SEQUENCE = 0x30;

/** What a request means to node:tls. */
export function tlsOptions(request: TlsRequest): TlsOptions {
	const { authority, certificate, key, keyPassword, serverName, checkName } = request;
	const name = checkName ?? serverName;
	return {
		ca: authority && pem(authority),
		cert: certificate && pem(certificate),
		key: key && keyPem(key, keyPassword),
		passphrase: keyPassword,
		// RFC 6066, 3: an address is no server name
		servername: name && !isIP(name) ? name : undefined,
		rejectUnauthorized: authority !== undefined,
		// given a name the module checks it, otherwise any will do
		...(checkName ? {} : { checkServerIdentity: () => undefined }),
	};
}

/** Negotiates on an open connection. Throws when certificate or key are none. */
export function startTls(socket: Socket, request: TlsRequest): TLSSocket {
	const options = tlsOptions(request);
	if (request.role === "client") return connect({ socket, ...options });
	const { ca, cert, key, passphrase } = options;
	return new TLSSocket(socket, {
		isServer: true,
		secureContext: createSecureContext({ ca, cert, key, passphrase }),
		requestCert: ca !== undefined,
		rejectUnauthorized: ca !== undefined,
	});
}

/** A certificate as PEM; DER is wrapped. */
function pem(bytes: Uint8Array): string {
	if (bytes[0] !== SEQUENCE) return Buffer.from(bytes).toString("latin1");
	const lines =
		Buffer.from(bytes)
			.toString("base64")
			.match(/.{1,64}/g) ?? [];
	return `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`;
}

function keyPem(bytes: Uint8Array, passphrase?: string): string {
	if (bytes[0] !== SEQUENCE) return Buffer.from(bytes).toString("latin1");
	for (const type of ["pkcs8", "pkcs1", "sec1"] as const) {
		try {
			const key = createPrivateKey({ key: Buffer.from(bytes), format: "der", type, passphrase });
			return key.export({ format: "pem", type: "pkcs8" }).toString();
		} catch {
			// not of this kind: the next is tried
		}
	}
	throw new Error("not a private key");
}
