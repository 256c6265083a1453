// Text from outside cannot end a command, start one, or be taken for anything but text.
import { behaviour } from "testing/behaviour";
import { asBytes, each, HOSTILE, typed } from "tests/device/injection-support";
import { broker, joined } from "tests/device/support";
import { encode } from "wfi32/text";

behaviour("a payload", async (t) => {
	const { wfi32 } = await joined(t);
	let up = false;
	const client = new wfi32.MQTTClient({
		host: broker,
		onControl: () => {
			up = true;
		},
		onError: () => {},
	});
	await t.until(() => up, 20_000, "connecting");
	await t.advance(1000);
	const write = (text: string) => client.write(encode(text), { topic: "a/b" });
	await each(t, ["+MQTTPUB", "+SOCKLST"], "+MQTTPUB", write);
});

behaviour("a topic", async (t) => {
	const { wfi32 } = await joined(t);
	let up = false;
	const client = new wfi32.MQTTClient({
		host: broker,
		onControl: () => {
			up = true;
		},
		onError: () => {},
	});
	await t.until(() => up, 20_000, "connecting");
	await t.advance(1000);
	const write = (topic: string) => client.write(encode("payload"), { topic });
	await each(t, ["+MQTTPUB", "+MQTTDISCONN"], "+MQTTPUB", write);
});

behaviour("a network's name", async (t) => {
	const { wifi } = await joined(t);
	wifi.disconnect();
	await t.advance(3000);
	const join = (SSID: string) => wifi.connect({ SSID, password: "correct horse" });
	await each(t, ["+WSTAC", "+WSTA", "+SOCKLST"], "+WSTAC", join, () => wifi.disconnect());
});

behaviour("a network's password", async (t) => {
	const { wifi } = await joined(t);
	wifi.disconnect();
	await t.advance(3000);
	await typed(t);
	for (const text of HOSTILE) {
		const password = `${text}12345678`;
		try {
			wifi.connect({ SSID: "home", password });
		} catch (error) {
			t.ok(error instanceof RangeError || error instanceof TypeError, `${error}`);
			continue;
		}
		await t.advance(3000);
		wifi.disconnect();
		await t.advance(2000);
		const commands = await typed(t);
		for (const it of commands) t.ok(["+WSTAC", "+WSTA"].includes(it.name), it.name);
		const bytes = await asBytes(t, password);
		const found = commands.some((it) => it.name === "+WSTAC" && it.parameters[1] === bytes);
		t.ok(found, JSON.stringify(text));
	}
});

behaviour("a client's identifier, a user's name, a broker's name", async (t) => {
	const { wfi32 } = await joined(t);
	const allowed = ["+MQTTC", "+MQTTCONN", "+MQTTDISCONN"];
	let client: { close(): void } | undefined;
	const close = () => {
		client?.close();
		client = undefined;
	};
	for (const key of ["id", "user", "host"]) {
		const connect = (text: string) => {
			client = new wfi32.MQTTClient({ host: broker, [key]: text, onError: () => {} });
		};
		await each(t, allowed, "+MQTTC", connect, close);
	}
});
