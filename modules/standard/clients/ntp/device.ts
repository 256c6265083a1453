// `device.network.ntp` (ECMA-419 29.10): the SDK's client over the module's datagrams.
import UDP from "embedded:io/socket/udp";
import NTP from "embedded:network/ntp/client";
import { dns } from "wfi32/standard/device";
import { client, provide } from "wfi32/standard/network";

provide({
	ntp: client({ io: NTP, dns, socket: Object.freeze({ io: UDP }), servers: Object.freeze(["pool.ntp.org"]) }),
});
