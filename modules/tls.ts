import type { Driver } from "drivers/wfi32/driver";
import { TCP, type TCPOptions } from "wfi32/tcp";
import { type TrustOptions, tlsParameters } from "wfi32/trust";

interface Common extends Omit<TCPOptions, "from"> {
	tls: TrustOptions;
}

/**
 * What {@link TLS} is told (ECMA-419 10.15): as TCP, and `tls`, which `from` does not go with. A `host` beside it is what
 * clients of the Moddable SDK pass: it stands in for a `tls.host` that is left out.
 */
export type TLSOptions = Common & ({ host: string } | { host?: undefined; tls: { host: string } });

/**
 * A TCP connection that the module secures (ECMA-419 10.15, reference 7.6, 7.11). Not constructed directly: `new
 * wfi32.TLS(options)` of a provider. Connected, as `onWritable` tells it, means that the TLS handshake is done; that it
 * failed, or that the module refused the configuration, is told by `onError`.
 */
export class TLS extends TCP {
	/**
	 * @throws as {@link TCP}, and as {@link tlsParameters}: before anything is taken
	 */
	constructor(options: TLSOptions, driver: Driver) {
		super(options, driver, tlsParameters(options?.tls, driver.certificateNames, options?.host));
	}
}
