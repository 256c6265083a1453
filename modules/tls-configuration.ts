import type { Driver } from "drivers/wfi32/driver";
import type { Wfi32Error } from "drivers/wfi32/errors";
import type { StoredTls, TlsUser } from "drivers/wfi32/tls-configurations";
import { callback, needed, required } from "wfi32/options";
import { type TrustOptions, tlsParameters } from "wfi32/trust";

/** What {@link TLSConfiguration} is told: what to put into the module, as `tls` of a {@link TLS} says it, and callbacks. */
export interface TLSConfigurationOptions extends TrustOptions {
	/** As in {@link TrustOptions}; required here. */
	host: string;
	target?: unknown;
	/** The module has it, and has said the CA's name back as it was written. */
	onReady?: (this: TLSConfiguration) => void;
	/** The module could not be given it, or has started anew and lost it; of no further use. */
	onError?: (this: TLSConfiguration, error: Wfi32Error) => void;
}

/** What the module has in a configuration; empty strings where nothing is set. The key's password is never read. */
export interface TLSStoredConfiguration {
	readonly host: string;
	readonly ca: string;
	readonly clientCertificate: string;
	readonly clientKey: string;
}

type Read = (this: TLSConfiguration, error: Wfi32Error | null, configuration?: TLSStoredConfiguration) => void;

/** One user of a configuration: this one holds it while nothing is connected. */
class Holder implements TlsUser {
	readonly holds = true;
	readonly configuration: TLSConfiguration;
	readonly onReady: TLSConfigurationOptions["onReady"];
	readonly onError: TLSConfigurationOptions["onError"];
	index: number | undefined;

	constructor(configuration: TLSConfiguration, options: TLSConfigurationOptions) {
		this.configuration = configuration;
		this.onReady = callback(options.onReady, "onReady");
		this.onError = callback(options.onError, "onError");
	}

	tlsConfigured(index: number): void {
		this.index = index;
		this.onReady?.call(this.configuration);
	}

	tlsFailed(error: Wfi32Error): void {
		this.index = undefined;
		this.onError?.call(this.configuration, error);
	}
}

/**
 * One of the module's TLS configurations (reference 7.11), written before it is needed, and kept: whoever connects with the
 * same `tls` while it is open uses it as it is. Without one, {@link TLS} and {@link MQTTClient} write theirs themselves. The
 * published firmware has one for clients: as long as it is held, a connection that wants another fails. Not constructed
 * directly: `new wfi32.TLSConfiguration(options)` of a provider. Callbacks come from the event loop, and not after
 * {@link TLSConfiguration.close}.
 */
export class TLSConfiguration {
	declare target: unknown;
	readonly #holder: Holder;
	#driver: Driver | undefined;
	#reading = false;

	/**
	 * @throws as {@link tlsParameters}: TypeError, RangeError, or Error where nothing would prove who is at the other end
	 * @throws Wfi32Error when the module was given up or closed
	 */
	constructor(options: TLSConfigurationOptions, driver: Driver) {
		const { target } = required(options);
		const parameters = tlsParameters(options, driver.certificateNames);
		this.#holder = new Holder(this, options);
		driver.tls.acquire(this.#holder, parameters);
		if (target !== undefined) this.target = target;
		this.#driver = driver;
	}

	/** Lets go: another may take its place. Connections that use it keep it. May be called again. */
	close(): void {
		const driver = this.#driver;
		if (!driver) return;
		this.#driver = undefined;
		if (this.#reading) driver.tls.dropReading();
		driver.tls.release(this.#holder);
	}

	/** Its number in the module, from 1 on; undefined before `onReady`, and after `onError`. */
	get index(): number | undefined {
		open(this.#driver);
		return this.#holder.index;
	}

	/**
	 * Asks the module what it has there.
	 * @param done called once, from the event loop
	 * @throws Error before `onReady`, while one is being read, and after close
	 */
	read(done: Read): void {
		const { tls } = open(this.#driver);
		const { index } = this.#holder;
		needed(done);
		if (index === undefined) throw new Error("not ready");
		tls.read(index, (error, stored) => {
			this.#reading = false;
			if (error) return done.call(this, error);
			const { ca, certificate, key, serverName } = stored as StoredTls;
			done.call(this, null, { host: serverName, ca, clientCertificate: certificate, clientKey: key });
		});
		this.#reading = true;
	}
}

/** @throws Error when it was closed */
function open(driver: Driver | undefined): Driver {
	if (!driver) throw new Error("closed");
	return driver;
}
