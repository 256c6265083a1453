// What the module's MQTT service may say, in whatever order (reference 6).
import { behaviour, type Test } from "testing/behaviour";
import { Script } from "tests/device/scripted";
import type { WFI32 } from "wfi32/provider";
import { encode } from "wfi32/text";

/** A provider whose module has answered. */
async function ready(t: Test, script: Script): Promise<WFI32> {
	let isReady = false;
	const wfi32 = script.provider({ onReady: () => (isReady = true) });
	await t.until(() => isReady, 5000, "the module");
	return wfi32;
}

behaviour(
	"what is asked for as soon as the broker is there goes out although the connect's OK comes later",
	async (t) => {
		const script = new Script((command) => {
			if (command === "AT+MQTTCONN=1") return "+MQTTCONNACK:0,0\r\n+MQTTCONN:1\r\n";
			if (command.startsWith("AT+MQTTPUB")) return "OK\r\n+MQTTPUBACC\r\n";
			return undefined;
		});
		const wfi32 = await ready(t, script);
		const { CONNACK, PUBACK } = wfi32.MQTTClient;
		const heard: number[] = [];
		const client = new wfi32.MQTTClient({
			host: "192.0.2.10",
			onControl(operation) {
				heard.push(operation);
				if (operation === CONNACK) this.write(encode("here"), { topic: "state", QoS: 1 });
			},
		});
		await t.until(() => heard.length > 0, 5000, "the broker");
		script.say("OK\r\n");
		await t.until(() => heard.length > 1, 1000, "the acknowledgement");
		t.equal(heard, [CONNACK, PUBACK]);
		client.close();
	},
);

behaviour(
	"what is asked for while a refused message's OK is still to come is sent, and not taken for sent",
	async (t) => {
		const script = new Script((command) => {
			if (command === "AT+MQTTCONN=1") return "OK\r\n+MQTTCONNACK:0,0\r\n+MQTTCONN:1\r\n";
			// the refusal comes before the result, and that is late
			if (command.includes("refused")) return "+MQTTPUBERR\r\n";
			if (command.startsWith("AT+MQTTPUB")) return "OK\r\n+MQTTPUBACC\r\n";
			return undefined;
		});
		const wfi32 = await ready(t, script);
		const { CONNACK, PUBACK } = wfi32.MQTTClient;
		const heard: unknown[] = [];
		const client = new wfi32.MQTTClient({
			host: "192.0.2.10",
			onControl(operation, { id }) {
				heard.push([operation, id]);
			},
			onError(error) {
				heard.push(error.message.includes("refused"));
				this.write(encode("b"), { topic: "well", QoS: 1, id: 8 });
			},
		});
		await t.until(() => heard.length > 0, 5000, "the broker");
		client.write(encode("a"), { topic: "refused", QoS: 1, id: 7 });
		await t.until(() => heard.length > 1, 1000, "the refusal");
		t.ok(!script.commands.some((it) => it.includes("well")), "one command at a time");
		script.say("OK\r\n");
		await t.until(() => heard.length > 2, 1000, "the acknowledgement");
		t.equal(heard, [[CONNACK, undefined], true, [PUBACK, 8]]);
		t.ok(script.commands.some((it) => it.includes("well")));
		client.close();
	},
);

behaviour(
	"who connects while the module is still being configured for somebody else is configured from the start",
	async (t) => {
		let silent = true;
		const script = new Script((command) => {
			if (silent && command.startsWith("AT+MQTTC=1")) return "";
			if (command === "AT+MQTTCONN=1") return "OK\r\n+MQTTCONNACK:0,0\r\n+MQTTCONN:1\r\n";
			return undefined;
		});
		const wfi32 = await ready(t, script);
		const first = new wfi32.MQTTClient({ host: "first.example" });
		await t.until(() => script.commands.length > 0, 1000, "the first parameter");
		first.close();
		silent = false;
		let connected = false;
		const second = new wfi32.MQTTClient({ host: "second.example", onControl: () => (connected = true) });
		script.say("OK\r\n");
		await t.until(() => connected, 5000, "the broker");
		const hosts = script.commands.filter((it) => it.startsWith("AT+MQTTC=1"));
		t.equal(hosts, ['AT+MQTTC=1,"first.example"', 'AT+MQTTC=1,"second.example"']);
		second.close();
	},
);
