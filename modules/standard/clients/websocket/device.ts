// `device.network.ws` and `device.network.wss` (ECMA-419 29.16, 29.17): the SDK's client over the module's sockets.
import WebSocketClient from "embedded:network/websocket/client";
import { dns, secureSocket, socket } from "wfi32/standard/device";
import { client, provide } from "wfi32/standard/network";

provide({
	ws: client({ io: WebSocketClient, dns, socket }),
	wss: client({ io: WebSocketClient, dns, socket: secureSocket, port: 443 }),
});
