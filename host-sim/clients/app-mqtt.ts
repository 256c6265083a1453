// In place of app/standard-mqtt, on hosts without the Moddable SDK: the client that is written against ECMA-419 alone.
import type { StandardMQTT } from "app/mqtt-client";
import MQTTClient from "clients/mqtt";

export const StandardMQTTClient = MQTTClient as unknown as StandardMQTT;
