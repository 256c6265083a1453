// In place of app/standard-mqtt: the tests' own client.
import MQTTClient from "tests/clients/mqtt";

export const StandardMQTTClient = MQTTClient;
