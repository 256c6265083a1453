import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import { Aedes } from "aedes";
import type { ReleaseName } from "../../host-sim/module/index";
import type { MQTTClient } from "../../modules/mqtt";
import type { WFI32 } from "../../modules/provider";
import { pem } from "../world/session";
import { cleanUp, cleanups, host, start } from "./peers";

/* The module's MQTT service through the whole stack, with a real broker on this machine. */

afterEach(cleanUp);

interface Message {
	topic: string;
	payload: Buffer;
	qos: number;
	retain: boolean;
}

/** A broker, and what clients have published to it. @param secured whether it is behind TLS, as `host.example` */
async function broker(secured = false) {
	const aedes = await Aedes.createBroker();
	const server = secured
		? createTlsServer({ key: pem("server-key"), cert: pem("server") }, aedes.handle)
		: createServer(aedes.handle);
	server.on("tlsClientError", () => {});
	server.listen(0, host);
	await once(server, "listening");
	cleanups.push(async () => {
		await new Promise<void>((resolve) => aedes.close(() => resolve()));
		server.close();
	});
	const published: Message[] = [];
	aedes.on("publish", ({ topic, payload, qos, retain }, client) => {
		if (client) published.push({ topic, payload: Buffer.from(payload), qos, retain });
	});
	const publish = (topic: string, payload: string | Buffer, qos: 0 | 1 | 2, retain = false) =>
		new Promise<void>((resolve) =>
			aedes.publish({ cmd: "publish", dup: false, topic, payload: Buffer.from(payload), qos, retain }, () => resolve()),
		);
	return { aedes, published, publish, port: (server.address() as AddressInfo).port };
}

/** A client with what it hears; every wait is for the next of it. */
class Client {
	readonly mqtt: MQTTClient;
	readonly messages: { topic: string; payload: Buffer }[] = [];
	readonly controls: number[] = [];
	error: Error | undefined;
	#wake = () => {};

	constructor(wfi32: WFI32, port: number, ca?: string) {
		const client = this;
		this.mqtt = new wfi32.MQTTClient({
			host,
			port,
			tls: ca === undefined ? undefined : { host: "host.example", ca },
			onControl: (operation) => {
				client.controls.push(operation);
				client.#wake();
			},
			onReadable(_count, { topic }) {
				client.messages.push({ topic, payload: Buffer.from(this.read() as ArrayBuffer) });
				client.#wake();
			},
			onError: (error) => {
				client.error = error;
				client.#wake();
			},
		});
	}

	async until(condition: () => boolean): Promise<void> {
		while (!condition()) {
			if (this.error) throw this.error;
			await new Promise<void>((resolve) => {
				this.#wake = resolve;
			});
		}
	}

	async control(operation: number): Promise<void> {
		await this.until(() => this.controls.includes(operation));
		this.controls.splice(this.controls.indexOf(operation), 1);
	}

	async subscribe(topic: string, QoS: number): Promise<void> {
		this.mqtt.write(null, { operation: 8, items: [{ topic, QoS }] });
		await this.control(9);
	}
}

const CONNACK = 2;
const PUBACK = 4;
const PUBCOMP = 7;

async function connected(release: ReleaseName, port: number): Promise<Client> {
	const { wfi32 } = await start(release);
	const client = new Client(wfi32, port);
	await client.control(CONNACK);
	return client;
}

describe.each<ReleaseName>(["reference", "anycloud"])("%s", (release) => {
	test("messages of every quality arrive at the broker, and its own at the client", async () => {
		const { port, published, publish } = await broker();
		const client = await connected(release, port);
		for (const [QoS, acknowledgement] of [
			[0, undefined],
			[1, PUBACK],
			[2, PUBCOMP],
		] as const) {
			client.mqtt.write(Buffer.from(`out ${QoS}`), { topic: `out/${QoS}`, QoS });
			if (acknowledgement) await client.control(acknowledgement);
			await client.subscribe(`in/${QoS}`, QoS);
			await publish(`in/${QoS}`, `in ${QoS}`, QoS);
			await client.until(() => client.messages.length === QoS + 1);
		}
		expect(published.map(({ topic, payload, qos }) => [topic, `${payload}`, qos])).toEqual([
			["out/0", "out 0", 0],
			["out/1", "out 1", 1],
			["out/2", "out 2", 2],
		]);
		expect(client.messages.map(({ topic, payload }) => [topic, `${payload}`])).toEqual([
			["in/0", "in 0"],
			["in/1", "in 1"],
			["in/2", "in 2"],
		]);
	});

	test("a retained message is kept by the broker, and comes with the subscription", async () => {
		const { port, published, publish } = await broker();
		const client = await connected(release, port);
		client.mqtt.write(Buffer.from("kept"), { topic: "status", QoS: 1, retain: true });
		await client.control(PUBACK);
		expect(published[0].retain).toBe(true);
		await publish("setting", "21.5", 1, true);
		await client.subscribe("setting", 1);
		await client.subscribe("status", 1);
		await client.until(() => client.messages.length === 2);
		expect(client.messages.map(({ topic, payload }) => [topic, `${payload}`])).toEqual([
			["setting", "21.5"],
			["status", "kept"],
		]);
	});

	test("a broker behind TLS is trusted by its own CA, and refused by any other", async () => {
		const { port, published } = await broker(true);
		const { wfi32 } = await start(release, ["ca", "other"]);
		const client = new Client(wfi32, port, "ca");
		await client.control(CONNACK);
		client.mqtt.write(Buffer.from("secret"), { topic: "out", QoS: 1 });
		await client.control(PUBACK);
		expect(published.map(({ payload }) => `${payload}`)).toEqual(["secret"]);
		client.mqtt.close();
		expect(() => new Client(wfi32, port, "nobody")).toThrow("nobody");
		const refused = new Client(wfi32, port, "other");
		await expect(refused.control(CONNACK)).rejects.toThrow(/MQTTCONN/);
		expect(published).toHaveLength(1);
	});

	const strange: readonly (readonly [string, string | Buffer])[] = [
		["quotes", 'a "b"'],
		["backslashes", "c:\\d\\"],
		["json", '{"a":"b","c":[1,2]}'],
		["UTF-8", "21.5 °C – ok ✓"],
		["control characters", "a\tb\nc\rd\x07\x08\x0b\x0c\x1b"],
		["control characters with quotes", 'a\n"b"\\n'],
		["nothing that is text", Buffer.from([0, 1, 0x7f, 0x80, 0xff, 0x5b, 0x5d, 0x22])],
		["words of the module's", "\r\nOK\r\n+MQTTCONN:0\r\n> #"],
		["brackets", "[00FF]"],
		["nothing at all", ""],
	];
	test.each(strange)("a payload with %s comes as it was, both ways", async (_name, text) => {
		const payload = Buffer.from(text);
		const { port, published, publish } = await broker();
		const client = await connected(release, port);
		client.mqtt.write(payload, { topic: "out", QoS: 1 });
		await client.control(PUBACK);
		expect(published[0].payload.toString("hex")).toBe(payload.toString("hex"));
		await client.subscribe("in", 1);
		await publish("in", payload, 1);
		await client.until(() => client.messages.length === 1);
		expect(client.messages[0].payload.toString("hex")).toBe(payload.toString("hex"));
	});

	test.each(['say "hi"', "back\\slash", "grün/✓", "tab\there", "comma,1", "[00]"])(
		"the topic %s comes as it was, both ways",
		async (topic) => {
			const { port, published, publish } = await broker();
			const client = await connected(release, port);
			client.mqtt.write(Buffer.from("out"), { topic, QoS: 1 });
			await client.control(PUBACK);
			expect(published[0].topic).toBe(topic);
			await client.subscribe(topic, 1);
			await publish(topic, "in", 1);
			await client.until(() => client.messages.length === 1);
			expect([client.messages[0].topic, `${client.messages[0].payload}`]).toEqual([topic, "in"]);
		},
	);
});
