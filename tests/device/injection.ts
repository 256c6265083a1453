// Text from outside cannot end a command, start one, or be taken for anything but text.
import { behaviour, type Test } from "testing/behaviour";
import { broker, joined } from "tests/device/support";
import { encode } from "wfi32/text";

const HOSTILE = [
	'x"\r\nAT+RST\r\n',
	"\r\n+MQTTCONN:0\r\nOK\r\n",
	'a","b',
	'"],["',
	"[41]",
	"]\r\nAT+WSTA=0",
	"\\",
	'\\"',
	"+++",
	"+++\r\nAT+RST",
	"#>OK",
	"tab\tnull\0bell\x07",
	"Grüße, 東京 🙂",
	"1,2,3",
	"0x41",
	"\n",
	"%s%n",
	"A".repeat(40),
	"é".repeat(30),
];

interface Typed {
	name: string;
	parameters: (number | string)[];
}

/** A text's UTF-8, as the bench shows bytes. */
const asBytes = (t: Test, text: string) => t.world<string>("bytesOf", text);
const typed = (t: Test) => t.world<Typed[]>("typed");

/** Does something with every hostile string; it is refused at the door, or comes out of a command exactly as it was. */
async function each(
	t: Test,
	allowed: readonly string[],
	name: string,
	use: (text: string) => void,
	after: () => void = () => {},
): Promise<void> {
	let taken = 0;
	await typed(t);
	for (const text of HOSTILE) {
		let refused = false;
		try {
			use(text);
		} catch (error) {
			t.ok(error instanceof RangeError || error instanceof TypeError, `${error}`);
			refused = true;
		}
		await t.advance(3000);
		after();
		await t.advance(2000);
		const commands = await typed(t);
		for (const it of commands) t.ok(allowed.includes(it.name), `${it.name} for ${JSON.stringify(text)}`);
		const bytes = await asBytes(t, text);
		const found = commands.some((it) => it.name === name && it.parameters.includes(bytes));
		t.equal(found, !refused, JSON.stringify(text));
		if (found) taken++;
	}
	t.ok(taken > HOSTILE.length / 2, `only ${taken} were taken`);
}

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
