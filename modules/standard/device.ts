// Fills `device.network` with what the module offers. Under mcconfig this is preloaded, so that it has run before the
// program; where nothing is preloaded, the program imports it first.
import TCP from "embedded:io/socket/tcp";
import TLS from "embedded:io/socket/tcp/tls";
import UDP from "embedded:io/socket/udp";
import Resolver from "embedded:network/dns/resolver/udp";
import WiFi from "embedded:network/interface/wifi";
import config from "mc/config";
import { client, provide } from "wfi32/standard/network";

/** For clients that resolve names: `new dns.io(dns)`. The servers are the network's, which DHCP tells to the module. */
export const dns = Object.freeze({ io: Resolver, servers: Object.freeze([]), socket: Object.freeze({ io: UDP }) });
/** For clients that connect: `new socket.io({...socket, address, port})`. */
export const socket = Object.freeze({ io: TCP });
const { tls } = config as { tls?: object };
/** The same, secured: by `tls` of `mc/config` (`{"ca": "name"}`), or of the program's own. */
export const secureSocket = Object.freeze(tls ? { io: TLS, tls: Object.freeze({ ...tls }) } : { io: TLS });

provide({
	dns: Object.freeze({ ...dns, resolver: dns }),
	tls: client(secureSocket),
	interface: Object.freeze({ WiFi0: Object.freeze({ io: WiFi }) }),
});
