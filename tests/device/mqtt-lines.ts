// What the module's MQTT service may say, in whatever order (reference 6).
import { behaviour } from "testing/behaviour";
import { Script } from "tests/device/scripted";
import { encode } from "wfi32/text";

behaviour(
	"what is asked for as soon as the broker is there goes out although the connect's OK comes later",
	async (t) => {
		const script = new Script((command) => {
			if (command === "AT+MQTTCONN=1") return "+MQTTCONNACK:0,0\r\n+MQTTCONN:1\r\n";
			if (command.startsWith("AT+MQTTPUB")) return "OK\r\n+MQTTPUBACC\r\n";
			return undefined;
		});
		let ready = false;
		const wfi32 = script.provider({ onReady: () => (ready = true) });
		await t.until(() => ready, 5000, "the module");
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
