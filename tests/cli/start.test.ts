import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { type AddressInfo, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Aedes } from "aedes";
import { connectAsync, type MqttClient } from "mqtt";
import { children } from "./child";

// real time, and programs that start on a machine that may be busy
jest.setTimeout(120_000);

const password = "correct horse battery";
const start = children();
const folder = mkdtempSync(join(tmpdir(), "start-"));
const received: { topic: string; payload: string }[] = [];
let aedes: Aedes;
let server: Server;
let client: MqttClient;
let url: string;

beforeAll(async () => {
	aedes = await Aedes.createBroker();
	server = createServer(aedes.handle);
	await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
	url = `mqtt://127.0.0.1:${(server.address() as AddressInfo).port}`;
	client = await connectAsync(url);
	client.on("message", (topic, payload) => received.push({ topic, payload: payload.toString() }));
	await client.subscribeAsync("sensors/#");
});

afterAll(async () => {
	await client.endAsync(true);
	await new Promise<void>((done) => aedes.close(done));
	await new Promise((done) => server.close(done));
	rmSync(folder, { recursive: true });
});

interface Case {
	engine: "xs" | "node";
	profile: "reference" | "anycloud";
}

async function threeReadings({ engine, profile }: Case): Promise<void> {
	const id = `${engine}-${profile}`;
	const file = join(folder, `${id}.json`);
	const child = start("start", [
		...["--engine", engine, "--profile", profile, "--broker", url, "--id", id],
		...["--readings", "3", "--interval", "300", "--ssid", "somewhere", "--password", password, "--summary", file],
	]);
	expect({ code: await child.exit(), output: child.output }).toMatchObject({ code: 0 });
	const readings = received.filter(({ topic }) => topic === `sensors/${id}/telemetry`);
	expect(readings.slice(0, 3).map(({ payload }) => JSON.parse(payload).sequence)).toEqual([1, 2, 3]);
	expect(received.find(({ topic }) => topic === `sensors/${id}/state`)?.payload).toContain('"online":true');
	expect(child.output).toMatch(/^3 readings in [\d.]+ s on (XS|Node) /m);
	expect(child.output).toContain('AT → AT+WSTAC=1,"somewhere"');
	expect(child.output).toContain("AT → AT+WSTAC=3,…\n");
	expect(child.output).not.toContain(password);
	expect(child.output).not.toContain(Buffer.from(password).toString("hex"));
	expect(child.output).not.toContain("\x1b");
	const summary = JSON.parse(readFileSync(file, "utf8"));
	expect(summary).toMatchObject({ outcome: "readings", readings: 3, overruns: 0, module: `virtual, ${profile}` });
	expect(summary.engine).toMatch(engine === "xs" ? /^XS \d/ : /^Node \d/);
	expect(summary.commands).toBe(child.output.match(/AT → AT/g)?.length);
	expect(summary.bytes.toModule).toBeGreaterThan(400);
	expect(summary.bytes.toHost).toBeGreaterThan(200);
	if (engine === "xs") expect(summary.allocated).toMatchObject({ readings: 2, slots: expect.any(Number) });
	else expect(summary.allocated).toBeNull();
}

const onXs = process.env.XS_ENGINE_MISSING ? test.skip : test;

describe("three readings reach a broker outside, and the program ends with a summary", () => {
	onXs("on XS, in both profiles", () =>
		Promise.all([
			threeReadings({ engine: "xs", profile: "reference" }),
			threeReadings({ engine: "xs", profile: "anycloud" }),
		]),
	);

	test("on Node, in both profiles", () =>
		Promise.all([
			threeReadings({ engine: "node", profile: "reference" }),
			threeReadings({ engine: "node", profile: "anycloud" }),
		]));
});

test("with the standard's MQTT client, a will is left, and readings have the time of day", async () => {
	const child = start("start", [
		...["--engine", "node", "--mqtt", "standard", "--broker", url, "--id", "timed"],
		...["--readings", "5", "--interval", "400"],
	]);
	expect(await child.exit()).toBe(0);
	const of = (topic: string) =>
		received.filter((it) => it.topic === `sensors/timed/${topic}`).map((it) => JSON.parse(it.payload));
	const { time } = of("telemetry").at(-1);
	expect(Math.abs(time - Date.now() / 1000)).toBeLessThan(60);
	expect(child.output).toContain('AT → AT+WSTAC=12,"pool.ntp.org"');
	while (of("state").at(-1)?.online !== false) await new Promise(setImmediate);
});

test("a broker that is not there: a message, advice, and a failure's code", async () => {
	const child = start("start", ["--engine", "node", "--broker", "mqtt://127.0.0.1:1"]);
	expect(await child.exit()).toBe(1);
	expect(child.output).toContain("no broker at 127.0.0.1:1: connect ECONNREFUSED");
	expect(child.output).toContain("a broker is built in");
});

test("no reading in time: the message says how far it came", async () => {
	const child = start("start", ["--engine", "node", "--profile", "anycloud", "--timeout", "1"]);
	expect(await child.exit()).toBe(1);
	expect(child.output).toMatch(/^no reading within 1 s; the last the product said of itself: (module|network): /m);
	expect(child.output).toMatch(/^0 readings in /m);
});

test("Ctrl-C ends it with the summary", async () => {
	const child = start("start", ["--engine", "node", "--interval", "100", "--quiet"]);
	await child.until(/mqtt sensors\/thermometer\/telemetry/);
	child.interrupt();
	expect(await child.exit()).toBe(0);
	expect(child.output).toMatch(/^[1-9]\d* readings? in [\d.]+ s on Node /m);
	expect(child.output).not.toContain("AT →");
});

test("what is not understood: a message and the usage's code", async () => {
	const child = start("start", ["--reading", "3"]);
	expect(await child.exit()).toBe(2);
	expect(child.output).toContain("error: unknown option '--reading'");
	expect(child.output).toContain("--help lists the options");
});
