// `device.network.http` and `device.network.https` (ECMA-419 29.11, 29.12): the SDK's client over the module's sockets.
import HTTPClient from "embedded:network/http/client";
import { dns, secureSocket, socket } from "wfi32/standard/device";
import { client, provide } from "wfi32/standard/network";

provide({
	http: client({ io: HTTPClient, dns, socket }),
	https: client({ io: HTTPClient, dns, socket: secureSocket, port: 443 }),
});
