import { lstatSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { children } from "./child";

jest.setTimeout(120_000);

const start = children();
const folder = mkdtempSync(join(tmpdir(), "module-"));

afterAll(() => rmSync(folder, { recursive: true }));

/** A host that speaks to a TCP port. */
class Host {
	readonly socket: Socket;
	text = "";
	#look: () => void = () => {};

	constructor(port: number) {
		this.socket = connect(port, "127.0.0.1");
		this.socket.setEncoding("latin1").on("data", (text: string) => {
			this.text += text;
			this.#look();
		});
	}

	/** Sends a line and waits for what the pattern says; returns what has come since. */
	ask(line: string, answer: RegExp): Promise<string> {
		this.text = "";
		this.socket.write(`${line}\r\n`);
		return new Promise((done, fail) => {
			const late = setTimeout(
				() => fail(new Error(`no answer to ${line}, only: ${JSON.stringify(this.text)}`)),
				10_000,
			);
			this.#look = () => {
				if (!answer.test(this.text)) return;
				clearTimeout(late);
				done(this.text);
			};
			this.#look();
		});
	}
}

test("the module's UART is a TCP port: AT is answered with OK, one host at a time", async () => {
	const names = join(folder, "hosts");
	writeFileSync(names, "# a comment\n192.0.2.7 printer.example printer\n");
	const child = start("module", [
		"--tcp",
		"0",
		"--names",
		names,
		"--names",
		"clock.example=192.0.2.8",
		"--pings",
		"192.0.2.8=7",
	]);
	const [, port] = await child.until(/at 127\.0\.0\.1:(\d+);/);
	const host = new Host(Number(port));
	expect(await host.ask("AT", /OK\r\n/)).toBe("AT\r\nOK\r\n");
	await host.ask("ATE0", /OK\r\n/);
	expect(await host.ask("AT", /OK\r\n/)).toBe("OK\r\n");
	expect(await host.ask('AT+WSTAC=3,"not for others"', /OK\r\n/)).toBe("OK\r\n");
	const second = connect(Number(port), "127.0.0.1");
	await new Promise((done) => second.once("close", done));
	await child.until(/another host wants in/);
	host.socket.end();
	await child.until(/the host has left/);
	// the module stays as it was: only its host is gone
	const next = new Host(Number(port));
	expect(await next.ask("AT", /OK\r\n/)).toBe("OK\r\n");
	await next.ask('AT+WSTAC=1,"workshop"', /OK/);
	await next.ask("AT+WSTAC=2,3", /OK/);
	await next.ask('AT+WSTAC=3,"correct horse"', /OK/);
	await next.ask("AT+WSTA=1", /\+WSTAAIP[^\n]*\n/);
	expect(await next.ask('AT+DNSRESOLV=1,"clock.example"', /(\+DNSRESOLV|ERROR)[^\n]*\n/)).toContain("192.0.2.8");
	expect(await next.ask('AT+DNSRESOLV=1,"printer"', /(\+DNSRESOLV|ERROR)[^\n]*\n/)).toContain("192.0.2.7");
	expect(await next.ask('AT+PING="clock.example"', /(\+PING|ERROR)[^\n]*\n/)).toContain('+PING:"192.0.2.8",7');
	child.interrupt();
	expect(await child.exit()).toBe(0);
	expect(child.output).toMatch(/^\d+ commands, 0 errors, /m);
	expect(child.output).not.toContain("not for others");
	expect(child.output).not.toContain("correct horse");
});

const withCompiler = process.env.XS_ENGINE_MISSING ? test.skip : test;

withCompiler(
	"the module's UART is a pseudo-terminal, and the firmware runs over it as over any serial port",
	async () => {
		const path = join(folder, "wfi32");
		const module = start("module", [
			"--pty",
			path,
			"--profile",
			"anycloud",
			"--ssid",
			"attic",
			"--password",
			"12345678",
		]);
		await module.until(/virtual WFI32 \(anycloud\) at/);
		expect(lstatSync(path).isSymbolicLink()).toBe(true);
		const firmware = start("start", [
			...["--engine", "node", "--port", path, "--baud", "230400"],
			...["--ssid", "attic", "--password", "12345678", "--readings", "2", "--interval", "300"],
		]);
		expect({ code: await firmware.exit(), output: firmware.output }).toMatchObject({ code: 0 });
		expect(firmware.output).toMatch(/^2 readings in [\d.]+ s on Node .*, module: .*wfi32$/m);
		expect(module.output).toContain("AT+WSTAC=3,…");
		module.interrupt();
		expect(await module.exit()).toBe(0);
		expect(module.output + firmware.output).not.toContain("12345678");
		expect(lstatSync(path, { throwIfNoEntry: false })).toBeUndefined();
	},
);

test("a file that is no link is not replaced", async () => {
	const path = join(folder, "precious");
	writeFileSync(path, "kept");
	const child = start("module", ["--pty", path]);
	expect(await child.exit()).toBe(1);
	expect(child.output).toMatch(/is not a link|C program/);
	expect(lstatSync(path).isFile()).toBe(true);
});
