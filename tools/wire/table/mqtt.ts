/** Chapter 6: MQTT. */
import { type CommandEntry, type Field, integer, type LineEntry, string } from "./entry";

const configuration: Readonly<Record<number, Field>> = {
	1: string("BROKER_ADDR"),
	2: integer("BROKER_PORT"),
	3: string("CLIENT_ID"),
	4: string("USERNAME"),
	// the published firmware's
	5: string("PASSWORD", { secret: true }),
	6: integer("KEEP_ALIVE"),
	7: integer("TLS_CONF_IDX", { values: { 0: "without TLS", 1: "with TLS" } }),
};
const qos = { 0: "at most once", 1: "at least once", 2: "exactly once" };
const topic = string("TOPIC_NAME");

export const commands: readonly CommandEntry[] = [
	{
		name: "AT+MQTTC",
		chapter: "6.1.2",
		help: "sets the MQTT client's configuration",
		asks: "reads the MQTT client's configuration",
		syntax: ["AT+MQTTC[=<PARAM_ID>]", "AT+MQTTC=<PARAM_ID>,<PARAM_VAL>"],
		fields: [integer("PARAM_ID", { optional: true }), string("PARAM_VAL", { optional: true })],
		settings: configuration,
	},
	{
		name: "AT+MQTTCONN",
		chapter: "6.2.2",
		help: "connects to the broker",
		asks: "asks whether the broker is connected",
		syntax: ["AT+MQTTCONN[=<CLEAN>]"],
		fields: [integer("CLEAN", { optional: true, values: { 0: "reuse the session", 1: "clean session" } })],
	},
	{
		name: "AT+MQTTSUB",
		chapter: "6.3.2",
		help: "subscribes to a topic",
		syntax: ["AT+MQTTSUB=<TOPIC_NAME>,<MAX_QOS>"],
		fields: [topic, integer("MAX_QOS", { optional: true, values: qos })],
	},
	{
		name: "AT+MQTTUNSUB",
		chapter: "6.4.2",
		help: "ends a subscription",
		syntax: ["AT+MQTTUNSUB=<TOPIC_NAME>"],
		fields: [topic],
	},
	{
		name: "AT+MQTTPUB",
		chapter: "6.5.2",
		help: "publishes a message",
		syntax: ["AT+MQTTPUB=<DUP>,<QOS>,<RETAIN>,<TOPIC_NAME>,<TOPIC_PAYLOAD>"],
		fields: [
			integer("DUP"),
			integer("QOS", { values: qos }),
			integer("RETAIN", { values: { 0: "not retained", 1: "retained" } }),
			topic,
			string("TOPIC_PAYLOAD"),
		],
	},
	{
		name: "AT+MQTTDISCONN",
		chapter: "6.6.2",
		help: "disconnects from the broker",
		syntax: ["AT+MQTTDISCONN[=<REASON_CODE>]"],
		fields: [integer("REASON_CODE", { optional: true })],
	},
];

export const lines: readonly LineEntry[] = [
	{
		name: "+MQTTC",
		chapter: "6.1.4",
		kind: "answer",
		help: "the MQTT client's configuration",
		fields: [integer("PARAM_ID"), string("PARAM_VAL", { optional: true })],
		settings: configuration,
	},
	{
		name: "+MQTTCONNACK",
		chapter: "6.2.4",
		kind: "event",
		help: "the broker's answer to the connection",
		fields: [
			integer("CONNACK_FLAGS"),
			// MQTT 3.1.1, 3.2.2.3
			integer("RETURN_CODE", {
				values: {
					0: "accepted",
					1: "protocol version not accepted",
					2: "client identifier rejected",
					3: "server unavailable",
					4: "bad user name or password",
					5: "not authorized",
				},
			}),
		],
	},
	{
		name: "+MQTTCONN",
		chapter: "6.2.5",
		kind: "event",
		help: "the state of the connection to the broker",
		fields: [integer("CONN_STATE", { values: { 0: "not connected", 1: "connected" } })],
	},
	{
		name: "+MQTTSUB",
		chapter: "6.3.4",
		kind: "event",
		help: "what became of the subscription",
		fields: [integer("REASON_CODE", { values: { 0: "succeeded", 1: "failed" } })],
	},
	{
		name: "+MQTTUNSUB",
		chapter: "6.4.4",
		kind: "event",
		help: "what became of the end of a subscription",
		// the table says 1 failed, 2 succeeded; its example, and the published firmware, 1 succeeded
		fields: [integer("RESULT", { values: { 0: "failed", 1: "succeeded", 2: "succeeded" } })],
	},
	{ name: "+MQTTPUBACC", chapter: "6.5.4", kind: "event", help: "the message is acknowledged (QoS 1)", fields: [] },
	{ name: "+MQTTPUBCOMP", chapter: "6.5.5", kind: "event", help: "the message is delivered (QoS 2)", fields: [] },
	{ name: "+MQTTPUBERR", chapter: "6.5.6", kind: "event", help: "publishing has failed", fields: [] },
	{
		name: "+MQTTPUB",
		kind: "event",
		help: "a message has come (missing from the reference)",
		fields: [integer("TOPIC_LENGTH"), topic, integer("PAYLOAD_LENGTH"), string("TOPIC_PAYLOAD")],
	},
];
