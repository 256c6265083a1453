// The host provider instance's `device.network` (ECMA-419 29.9-29.19).

type Options = Readonly<Record<string, unknown>>;

interface Holder {
	device?: { readonly network?: Options };
}

/** Adds to `device.network`, and leaves what is there already. The objects are frozen, as they may lie in flash. */
export function provide(additions: Options): void {
	const holder = globalThis as Holder;
	const network = Object.freeze({ ...holder.device?.network, ...additions });
	holder.device = Object.freeze({ ...holder.device, network });
}

/**
 * Options of a client in both spellings: `device.network.mqtt.client` is the standard's, `device.network.mqtt` what the
 * SDK 8.2.3's examples read.
 */
export function client(options: Options): Options {
	return Object.freeze({ ...options, client: Object.freeze(options) });
}
