// In place of app/standard-mqtt: the Moddable SDK's client, with a will and messages of any size.
import MQTTClient from "embedded:network/mqtt/client";
import type { StandardMQTT } from "app/mqtt-client";

export const StandardMQTTClient = MQTTClient as unknown as StandardMQTT;
