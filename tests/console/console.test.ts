import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { type AddressInfo, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readCapture } from "../../tools/wire/capture";
import { children } from "../cli/child";
import { playModule } from "../transcripts/play-module";
import { parseTranscripts } from "../transcripts/transcripts";
import { Person } from "./person";

// real time, and programs that start on a machine that may be busy
jest.setTimeout(120_000);

const folder = mkdtempSync(join(tmpdir(), "console-"));
const link = join(folder, "terminal");
const history = join(folder, "cache/wfi32-moddable/history");
const start = children();
const password = "correct horse battery";
const stars = "*".repeat(password.length);
let person: Person | undefined;
let server: Server;
let port: number;

beforeAll(async () => {
	server = createServer((socket) => socket.pipe(socket));
	await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
	({ port } = server.address() as AddressInfo);
});
afterEach(async () => {
	await person?.leave();
	person = undefined;
});
afterAll(async () => {
	await new Promise((done) => server.close(done));
	rmSync(folder, { recursive: true });
});

/** A line of the module's in red. */
const red = (text: string) => new RegExp(`\u001b\\[31m← .{0,12}${text}`);

async function sitDown(...parameters: string[]): Promise<Person> {
	person = await Person.sitDown(link, parameters, { XDG_CACHE_HOME: join(folder, "cache") });
	await person.sees(/virtual WFI32 .* Ctrl-D ends it/);
	return person;
}

// there is no pseudo-terminal without the C compiler that makes the helper
const withTerminal = process.env.XS_ENGINE_MISSING ? test.skip : test;

describe.each(["reference", "anycloud"] as const)("a person at a terminal, module: %s", (profile) => {
	withTerminal(
		"completes, is told what things mean, sends and reads data, leaves a transcript that can be played",
		async () => {
			const [transcript, capture] = ["txt", "wire"].map((it) => join(folder, `${profile}.${it}`));
			const it = await sitDown(
				"--profile",
				profile,
				"--ssid",
				"somewhere",
				"--password",
				password,
				"--capture",
				capture,
			);
			it.type(`.transcript ${transcript}\r`);
			await it.sees(/a transcript goes to/);
			await it.says("ATE0");
			// two that begin so: the second Tab lists them
			it.type("AT+MQTTCO");
			it.type("\t");
			await it.sees(/AT\+MQTTCONN/);
			it.type("\r");
			await it.sees(/MQTTCONN:0.*6\.2\.5.*CONN_STATE 0 \(not connected\)/);
			it.type("AT+WSTAC=");
			it.type("\t");
			await it.sees(/3 CREDENTIALS +string, never shown/);
			await it.says('1,"somewhere"');
			await it.says("AT+WSTAC=2,3");
			await it.says(`AT+WSTAC=3,"${password}"`);
			await it.says("AT+WSTA=1");
			await it.sees(/← .{0,12}\+WSTAAIP:.*5\.2\.6 +the station has its address/);
			// red, and in words
			await it.says("AT+SOCKCL=99", red("ERROR:10.*no socket has this ID"));
			it.type("AT+SOCKO=2\r");
			const [, id] = await it.sees(/\+SOCKO:(\d+)/);
			await it.sees(/← .{0,12}OK/);
			await it.says(`AT+SOCKBR=${id},"127.0.0.1",${port}`, /\+SOCKIND:\d+.*7\.4\.4 +a connection is there/);
			it.type(`AT+SOCKWR=${id},7\r`);
			await it.sees(/7 bytes> /);
			await it.says("too long it is", /not sent: the module waits for 7 bytes, these are 14/);
			await it.says("a\\r\\nbcde", /← .{0,12}OK/);
			await it.sees(/\+SOCKRXT:\d+,7 .*there is data to read/);
			await it.says(`AT+SOCKRD=${id},2,7`, /\(7 bytes\)[\s\S]*← .{0,12}OK/);
			await it.says(`AT+SOCKCL=${id}`);
			await it.says(".help 24", /connecting the station failed/);
			it.type("\x03");
			await it.sees(/Ctrl-D or \.quit ends it/);
			it.type("\x04");
			expect(await it.exit).toBe(0);

			const recorded = readFileSync(transcript, "utf8");
			const kept = readFileSync(history, "utf8");
			for (const text of [recorded, kept, readFileSync(capture, "utf8")]) expect(text).not.toContain("horse");
			expect(kept).toContain("AT+WSTAC=2,3\n");
			expect(readCapture(readFileSync(capture, "utf8")).traffic.length).toBeGreaterThan(30);
			const [example] = parseTranscripts(recorded);
			expect(recorded).toContain(`> AT+WSTAC=3,"${stars}"`);
			const dhcp = { address: "192.168.0.100", delay: 100 };
			const accessPoint = {
				ssid: "somewhere",
				bssid: "24:F2:7F:A5:8B:80",
				channel: 6,
				security: "wpa2",
				dhcp,
			} as const;
			playModule(example, {
				...{ release: profile, echo: true, recorded: true, accessPoints: [{ ...accessPoint, password: stars }] },
				before: ({ world }) =>
					world.network.listen("127.0.0.1", port, (peer) => {
						peer.onData = (bytes) => peer.write(bytes);
					}),
			});
		},
	);
});

withTerminal("the next session has the lines of the one before, but for those with a password", async () => {
	let it = await sitDown("--seed", "1");
	await it.says("AT+GMM");
	await it.says('AT+WSTAC=3,"not for others"');
	it.type("\x1b[A");
	await it.sees(/not for others/);
	it.type("\x15.quit\r");
	expect(await it.exit).toBe(0);
	await it.leave();
	it = await sitDown();
	it.type("\x1b[A");
	await it.sees(/\.quit/);
	it.type("\x1b[A");
	await it.sees(/AT\+GMM/);
	it.type("\r");
	await it.sees(/\+GMM:"WINC1500"|\+GMM:"[^"]+"/);
	it.type("\x04");
	expect(await it.exit).toBe(0);
	expect(it.screen).not.toContain("not for others");
	expect(readFileSync(history, "utf8")).not.toContain("not for others");
});

withTerminal("Ctrl-C ends the wait for what does not come, and what was to follow it", async () => {
	const it = await sitDown("--profile", "anycloud");
	const began = performance.now();
	it.type(".wait +WSTALU 1000\r.wait +WSTALU 1000\r");
	it.type("\x03");
	await it.says("AT");
	expect(performance.now() - began).toBeLessThan(100_000);
	it.type("\x04");
	expect(await it.exit).toBe(0);
});

describe("commands from a pipe", () => {
	const script = "../../tools/console/cli";

	function piped(lines: string[], ...parameters: string[]) {
		const child = start(script, ["--history", join(folder, "none"), ...parameters], {}, `${lines.join("\n")}\n`);
		return child.exit().then((code) => ({ code, output: child.output }));
	}

	test("each waits for the result of the one before; what they mean stands beside", async () => {
		const { code, output } = await piped(["ATE0", "AT+SOCKO=2", "AT+WSCNC"], "--profile", "anycloud");
		const shown = output.split("\n").map((line) => /^ +\d+\.\d{3} (.*?)(?: {2,}|$)/.exec(line)?.[1]);
		expect(code).toBe(0);
		expect(shown.filter(Boolean).slice(1)).toEqual([
			...["→ ATE0", "← OK", "→ AT+SOCKO=2", expect.stringMatching(/^← \+SOCKO:\d+$/), "← OK"],
			...["→ AT+WSCNC", "← +WSCNC:1,30", "← +WSCNC:2,300", "← OK"],
		]);
		expect(output).toMatch(/→ AT\+SOCKO=2 +7\.1\.2 +opens a socket: PROTOCOL 2 \(TCP\)$/m);
		expect(output).not.toContain("\x1b");
	});

	test("one that is refused, and a wait in vain, make the whole fail", async () => {
		const { code, output } = await piped(["AT+NOPE", "AT"]);
		expect({ code, output }).toEqual({
			code: 1,
			output: expect.stringMatching(/ERROR:3.*unknown command[\s\S]*→ AT[\s\S]*OK/),
		});
		const waiting = await piped([".wait +WSTALU 0.2"]);
		expect(waiting).toMatchObject({ code: 1, output: expect.stringContaining("no +WSTALU within 0.2 s") });
		expect((await piped([".wait horses"])).code).toBe(1);
		expect((await piped(["AT", ".wait 0.1"])).code).toBe(0);
	});

	test("without explanations", async () => {
		const { output } = await piped(["AT+GMI"], "--no-explain");
		expect(output).toMatch(/→ AT\+GMI\n/);
	});

	withTerminal("a module on a serial port", async () => {
		const path = join(folder, "wfi32");
		const module = start("module", ["--pty", path, "--profile", "reference", "--quiet"]);
		await module.until(/virtual WFI32/);
		const { code, output } = await piped(["ATE0", "AT+GMM"], "--port", path);
		expect({ code, output }).toEqual({
			code: 0,
			output: expect.stringMatching(/→ AT\+GMM[\s\S]*← \+GMM:"[^"]+"[\s\S]*← OK/),
		});
		module.interrupt();
		expect(await module.exit()).toBe(0);
	});

	test("a port that is not there, and options that do not go together, say so", async () => {
		const absent = await piped(["AT"], "--port", join(folder, "absent"));
		expect(absent).toMatchObject({ code: 1, output: expect.stringMatching(/cannot be opened[\s\S]*ls \/dev\/tty/) });
		expect((await piped([], "--port", "/dev/x", "--profile", "anycloud")).code).toBe(2);
		expect((await piped([], "--baud", "9600")).code).toBe(2);
	});
});
