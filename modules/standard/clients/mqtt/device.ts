// `device.network.mqtt` and `device.network.mqtts` (ECMA-419 29.14, 29.15): the SDK's client over the module's sockets.
import MQTTClient from "embedded:network/mqtt/client";
import { dns, secureSocket, socket } from "wfi32/standard/device";
import { client, provide } from "wfi32/standard/network";

provide({
	mqtt: client({ io: MQTTClient, dns, socket }),
	mqtts: client({ io: MQTTClient, dns, socket: secureSocket, port: 8883 }),
});
