import { once } from "node:events";
import { type AddressInfo, createServer as createTcpServer } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import { Aedes } from "aedes";
import type { ReleaseName } from "../../host-sim/module/index";
import { cleanUp, cleanups, pem, start } from "./session";

/** The module's MQTT service with a real broker, on this machine. */

afterEach(cleanUp);

describe("MQTT", () => {
	async function broker(tls = false) {
		const aedes = await Aedes.createBroker();
		const server = tls
			? createTlsServer({ key: pem("server-key"), cert: pem("server") }, aedes.handle)
			: createTcpServer(aedes.handle);
		server.on("tlsClientError", () => {});
		server.listen(0, "127.0.0.1");
		await once(server, "listening");
		cleanups.push(async () => {
			await new Promise<void>((resolve) => aedes.close(() => resolve()));
			server.close();
		});
		return { aedes, port: (server.address() as AddressInfo).port };
	}

	async function client(port: number, release?: ReleaseName, settings: readonly string[] = ["AT+MQTTC=7,0"]) {
		const it = await start({ release, names: { "broker.example": "127.0.0.1" } });
		await it.command('AT+MQTTC=1,"broker.example"');
		await it.command(`AT+MQTTC=2,${port}`);
		for (const setting of settings) await it.command(setting);
		await it.command("AT+MQTTCONN=1");
		return it;
	}

	test("connects to a broker, subscribes, publishes, and is given messages", async () => {
		const { aedes, port } = await broker();
		const it = await client(port);
		expect(await it.until("+MQTTCONN:1\r\n")).toContain("+MQTTCONNACK:0,0\r\n");
		await it.command('AT+MQTTSUB="a/+",1');
		await it.until("+MQTTSUB:0\r\n");
		const published = once(aedes, "publish");
		for (const qos of [1, 2]) {
			await it.command(`AT+MQTTPUB=0,${qos},0,"b",[00FF]`);
			await it.until(qos === 1 ? "+MQTTPUBACC\r\n" : "+MQTTPUBCOMP\r\n");
		}
		await published;
		aedes.publish(
			{ cmd: "publish", topic: "a/b", payload: Buffer.from("21.5"), qos: 1, retain: false, dup: false },
			() => {},
		);
		expect(await it.until("21.5")).toContain('+MQTTPUB:3,"a/b",4,"21.5');
		await it.command('AT+MQTTUNSUB="a/+"');
		await it.until("+MQTTUNSUB:1\r\n");
		await it.command("AT+MQTTDISCONN");
		await it.until("+MQTTCONN:0\r\n");
	});

	test("hears that the broker refuses, and that it is gone", async () => {
		const { aedes, port } = await broker();
		aedes.authenticate = (_client, username, _password, done) => done(null, username === "me");
		const it = await client(port);
		expect(await it.until("+MQTTCONN:0\r\n")).toContain("+MQTTCONNACK:0,5");
		await it.command('AT+MQTTC=4,"me"');
		await it.command("AT+MQTTCONN=1");
		await it.until("+MQTTCONN:1\r\n");
		aedes.close(() => {});
		await it.until("+MQTTCONN:0\r\n");
	});

	test("hears that there is no broker", async () => {
		const server = createTcpServer().listen(0, "127.0.0.1");
		await once(server, "listening");
		const { port } = server.address() as AddressInfo;
		server.close();
		await once(server, "close");
		const it = await client(port);
		expect(await it.until("+MQTTCONN:0\r\n")).not.toContain("+MQTTCONNACK");
	});

	test("speaks TLS with a broker it trusts, and with no other", async () => {
		const { port } = await broker(true);
		const name = 'AT+TLSC=1,5,"host.example"';
		const trusted = await client(port, undefined, ['AT+TLSC=1,1,"ca"', name]);
		await trusted.until("+MQTTCONN:1\r\n");
		for (const settings of [['AT+TLSC=1,1,"other"'], ['AT+TLSC=1,1,"ca"', 'AT+TLSC=1,5,"evil.example"']]) {
			const it = await client(port, undefined, settings);
			expect(await it.until("+MQTTCONN:0\r\n")).not.toContain("+MQTTCONNACK");
		}
	});
});
