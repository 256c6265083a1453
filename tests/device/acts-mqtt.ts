// How the driver is brought to say the examples of chapter 6, and those of its certificates.

import { bytesOf } from "tests/device/dialogue";
import type { Act, Stage } from "tests/device/stage";
import { MQTTClient, type MQTTControlMessage } from "wfi32/mqtt";

const DISCONNECTED = -7;

/** What was acknowledged. */
interface Heard {
	operation: number;
	payload: number[] | undefined;
}

/** A client that is connected, and what it is told. */
async function client(stage: Stage): Promise<{ client: MQTTClient; heard: Heard[] }> {
	const heard: Heard[] = [];
	stage.dialogue.armed = false;
	const it = await stage.client({
		onControl: (operation: number, { payload }: MQTTControlMessage) =>
			heard.push({ operation, payload: payload && [...payload] }),
	});
	heard.length = 0;
	stage.dialogue.armed = true;
	return { client: it, heard };
}

const subscribes = (topic: string, QoS: number): Act => ({
	async play(stage) {
		const { client: it, heard } = await client(stage);
		it.write(null, { operation: MQTTClient.SUBSCRIBE, items: [{ topic, QoS }] });
		await stage.until(() => heard.length, "the acknowledgement");
		stage.t.equal(heard, [{ operation: MQTTClient.SUBACK, payload: [QoS] }]);
	},
});

const unsubscribes = (topic: string): Act => ({
	async play(stage) {
		const { client: it, heard } = await client(stage);
		it.write(null, { operation: MQTTClient.UNSUBSCRIBE, items: [{ topic }] });
		await stage.until(() => heard.length, "the acknowledgement");
		stage.t.equal(heard, [{ operation: MQTTClient.UNSUBACK, payload: undefined }]);
	},
});

const loses = (begin: (stage: Stage, client: MQTTClient) => void): Act => ({
	async play(stage) {
		let code: unknown;
		stage.dialogue.armed = false;
		const it = await stage.client({ onError: (error) => (code = (error as unknown as { code: number }).code) });
		stage.dialogue.armed = true;
		begin(stage, it);
		await stage.until(() => code, "the end");
		stage.t.equal(code, DISCONNECTED);
		await stage.t.advance(500);
	},
});

export const mqttActs: { readonly [chapter: string]: Act } = {
	"6.2.6": {
		async play(stage) {
			await stage.client();
		},
	},
	MQTT: {
		async play(stage) {
			await stage.client({ id: "client", keepAlive: 60_000 });
		},
	},
	"6.3.5": subscribes("Topic/name", 0),
	"MQTT subscription": subscribes("status", 1),
	"6.4.5": unsubscribes("Topic/name"),
	"MQTT unsubscription": unsubscribes("status"),
	"6.5.7": {
		async play(stage) {
			const { client: it, heard } = await client(stage);
			it.write(bytesOf("123456"), { topic: "Topic/name", QoS: 1 });
			await stage.until(() => heard.length, "the acknowledgement");
			stage.t.equal(heard, [{ operation: MQTTClient.PUBACK, payload: undefined }]);
		},
	},
	"MQTT publication": {
		async play(stage) {
			const { client: it, heard } = await client(stage);
			it.write(bytesOf("zero"), { topic: "status" });
			it.write(bytesOf("one"), { topic: "status", QoS: 1, retain: true });
			await stage.until(() => heard.length, "the acknowledgement");
		},
	},
	"MQTT message": {
		async play(stage) {
			let heard: unknown;
			await stage.client({
				onReadable(count, { topic }) {
					let text = "";
					for (const byte of new Uint8Array(this.read() as ArrayBuffer)) text += String.fromCharCode(byte);
					heard = [count, topic, text];
				},
			});
			stage.dialogue.begin();
			await stage.until(() => heard, "the message");
			stage.t.equal(heard, [9, "status", '{"a":"b"}']);
		},
	},
	"6.6.5": loses((_stage, it) => it.write(null, { operation: MQTTClient.DISCONNECT })),
	"MQTT lost": loses((stage) => stage.dialogue.begin()),
	certificate: {
		async play(stage) {
			let over = false;
			stage.driver.certificates.load("our-ca", bytesOf("our-ca"), bytesOf("-----BEGIN"), (error) => {
				stage.t.equal(error, undefined);
				over = true;
			});
			await stage.until(() => over, "the end");
			stage.t.equal(stage.driver.certificates.loaded, ["our-ca"]);
		},
	},
};
