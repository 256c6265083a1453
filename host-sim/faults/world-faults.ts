import type { Fault } from "./fault";
import { over } from "./fault";
import type { Breakable, Surroundings } from "./surroundings";

function taken(name: "broker" | "servers" | "trust") {
	return (at: Surroundings) => {
		const thing = at[name] as Breakable;
		thing.takeDown();
		return () => thing.bringUp();
	};
}

/** More than a read takes. */
const LAST_WORDS = 1500;

/** What happens behind the module. */
export const worldFaults = {
	link: {
		what: "the access point sends the module away",
		takes: [],
		needs: "accessPoint",
		sudden: true,
		begin({ accessPoint }) {
			accessPoint?.kick();
			return over;
		},
	},
	"access-point": {
		what: "the access point is gone",
		takes: [],
		needs: "accessPoint",
		begin({ accessPoint }) {
			accessPoint?.set({ up: false });
			return () => accessPoint?.set({ up: true });
		},
	},
	password: {
		what: "the network has another password",
		takes: ["text"],
		needs: "accessPoint",
		begin({ accessPoint }, { text = "changed meanwhile" }) {
			const password = accessPoint?.password ?? "";
			accessPoint?.set({ password: text });
			return () => accessPoint?.set({ password });
		},
	},
	dhcp: {
		what: "addresses come late, and the link is lost once",
		takes: ["milliseconds"],
		needs: "accessPoint",
		begin({ accessPoint }, { milliseconds = 8000 }) {
			const before = accessPoint?.dhcp ?? false;
			if (before) accessPoint?.set({ dhcp: { ...before, delay: milliseconds } });
			accessPoint?.kick();
			return () => accessPoint?.set({ dhcp: before });
		},
	},
	"peer-closes": {
		what: "the other side sends its last words and closes, in the middle of being read",
		takes: [],
		needs: "peers",
		sudden: true,
		begin({ peers }) {
			for (const peer of peers?.() ?? []) {
				if (peer.closed) continue;
				peer.write(new Uint8Array(LAST_WORDS).fill(0x2e));
				peer.end();
			}
			return over;
		},
	},
	"peer-resets": {
		what: "the other side breaks its connections off",
		takes: [],
		needs: "peers",
		sudden: true,
		begin({ peers }) {
			for (const peer of peers?.() ?? []) if (!peer.closed) peer.reset();
			return over;
		},
	},
	servers: {
		what: "servers are down, their connections broken off",
		takes: [],
		needs: "servers",
		begin: taken("servers"),
	},
	broker: {
		what: "the broker is gone",
		takes: [],
		needs: "broker",
		begin: taken("broker"),
	},
	"broker-silent": {
		what: "the broker takes everything and answers nothing",
		takes: [],
		needs: "broker",
		begin({ broker }) {
			if (broker) broker.silent = true;
			return () => {
				if (broker) broker.silent = false;
			};
		},
	},
	tls: {
		what: "servers show certificates that are not to be trusted, and break their connections off once",
		takes: [],
		needs: "trust",
		begin: taken("trust"),
	},
} satisfies Record<string, Fault>;
