import { toBytes } from "drivers/at/text";
import { CERTIFICATE_LIMIT } from "drivers/wfi32/certificates";
import type { Driver } from "drivers/wfi32/driver";
import type { Wfi32Error } from "drivers/wfi32/errors";
import { type ByteBuffer, ByteView } from "wfi32/bytes";
import { required, text } from "wfi32/options";

/** A certificate for the running module. */
export interface RuntimeCertificate {
	/** What it will be called by, 1 to 64 bytes. */
	name: string;
	/** 1 to 1500 bytes, as the module's firmware wants them. */
	data: ByteBuffer;
}

/**
 * Gives a certificate to the module. The bytes are copied.
 * @param told called once, from the event loop
 * @throws TypeError, RangeError for wrong options; Error while another is on its way
 */
export function loadCertificate(
	driver: Driver,
	certificate: RuntimeCertificate,
	told: (error: Wfi32Error | undefined) => void,
): void {
	required(certificate);
	if (certificate.name === undefined) throw new TypeError("name is required");
	const name = text(certificate.name, "name");
	const nameBytes = toBytes(name);
	if (nameBytes.length < 1 || nameBytes.length > 64) throw new RangeError("name must have 1 to 64 bytes");
	const data = new ByteView().of(certificate.data);
	if (data.length < 1 || data.length > CERTIFICATE_LIMIT)
		throw new RangeError(`data must have 1 to ${CERTIFICATE_LIMIT} bytes`);
	driver.certificates.load(name, nameBytes, data.slice(), told);
}
