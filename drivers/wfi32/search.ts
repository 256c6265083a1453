import type { Wfi32Error } from "drivers/wfi32/errors";
import { type FoundNetwork, ScanJob } from "drivers/wfi32/scan";

/** Who is told, from the event loop. */
export interface SearchOwner {
	/** What was found; a network that hides its name counts as not found. */
	searched(network: FoundNetwork | undefined, error: Wfi32Error | undefined): void;
}

/** Looks for the network of an access point of which only the address is known: the module joins by name only. */
export class Search extends ScanJob {
	readonly #owner: SearchOwner;
	#bssid = "";
	#network: FoundNetwork | undefined;

	constructor(owner: SearchOwner) {
		super();
		this.#owner = owner;
	}

	/** Before it is given to the scan. @param bssid lower case, with colons; @param channel as of a {@link ScanJob} */
	prepare(bssid: string, channel: number): void {
		this.#bssid = bssid;
		this.channel = channel;
		this.#network = undefined;
	}

	found(network: FoundNetwork): void {
		if (network.bssid === this.#bssid && network.ssid.length > 0) this.#network = network;
	}

	done(error: Wfi32Error | undefined): void {
		this.#owner.searched(this.#network, error);
	}
}
