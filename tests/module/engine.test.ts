import { bench } from "./bench";

describe("reference", () => {
	test("echo gives back what was sent, without a prompt", () => {
		const it = bench({ echo: true });
		expect(it.command("AT+GMI")).toBe('AT+GMI\r\n+GMI:"Microchip"\r\nOK\r\n');
		expect(it.command("ATE0")).toBe("ATE0\r\nOK\r\n");
		expect(it.command("AT+GMI")).toBe('+GMI:"Microchip"\r\nOK\r\n');
		expect(it.command("ATE1")).toBe("OK\r\n");
		expect(it.command("AT")).toBe("AT\r\nOK\r\n");
	});

	test("echo can be off from the start", () => {
		const it = bench({ echo: true, capabilities: { echoAtBoot: false } });
		expect(it.command("AT")).toBe("OK\r\n");
	});

	test("errors carry their code alone", () => {
		expect(bench().command("AT+NONE")).toBe("ERROR:3\r\n");
	});

	test("the end of a line can be CR", () => {
		const it = bench({ capabilities: { lineEnd: "cr" } });
		it.send("AT\r");
		expect(it.after(0)).toBe("OK\r\n");
	});

	test("results may be late: events come before them", () => {
		const it = bench({ capabilities: { resultDelay: 300 } });
		it.world.network.listen("192.0.2.1", 80, (peer) => peer.write("x"));
		it.command('AT+WSTAC=1,"home"', 400);
		it.command("AT+WSTAC=2,3", 400);
		it.command('AT+WSTAC=3,"correct horse"', 400);
		expect(it.command("AT+WSTA=1", 1000)).toMatch(/^\+WSTALU.*\r\nOK\r\n/s);
		it.command("AT+SOCKO=2", 400);
		expect(it.command('AT+SOCKBR=1,"192.0.2.1",80', 400)).toMatch(/\+SOCKRXT:1,1\r\nOK\r\n$/);
	});

	test("commands that come together are run one after the other, and counted", () => {
		const it = bench();
		it.world.network.listen("192.0.2.1", 80, () => {});
		it.join();
		it.command("AT+SOCKO=1");
		it.world.names.set("later.example", "192.0.2.1");
		it.send('AT+SOCKBR=1,"later.example",80\r\nAT+GMI\r\n');
		expect(it.after(100)).toBe('OK\r\n+GMI:"Microchip"\r\nOK\r\n');
		expect(it.module.counters.pipelined).toBe(1);
	});
});

describe("the firmware", () => {
	test("boots with a banner and a prompt, and says nothing before", () => {
		const it = bench({ release: "anycloud", echo: true });
		it.module.reset();
		expect(it.command("AT", 499)).toBe("");
		expect(it.after(2)).toBe("\r\nOK\r\n>");
	});

	test("echoes, and prompts for the next command", () => {
		const it = bench({ release: "anycloud", echo: true });
		expect(it.command("AT+GMI")).toBe('AT+GMI\r\n+GMI="Microchip"\r\nOK\r\n>');
		expect(it.command("ATE0")).toBe("ATE0\r\nOK\r\n");
		expect(it.command("AT+GMI")).toBe('+GMI="Microchip"\r\nOK\r\n');
	});

	test("runs one command a turn of 100 ms", () => {
		const it = bench({ release: "anycloud" });
		const start = it.world.clock.now();
		it.world.clock.advanceTo(Math.ceil(start / 100) * 100);
		it.send("AT\r\n");
		expect(it.after(99)).toBe("");
		expect(it.after(1)).toBe("OK\r\n");
		it.send("AT\r\nAT\r\n");
		expect(it.after(100)).toBe("OK\r\n");
		expect(it.after(100)).toBe("OK\r\n");
	});

	test("CR alone never executes, and lets the line be overwritten", () => {
		const it = bench({ release: "anycloud" });
		it.send("garbage\rAT+GMI=1");
		expect(it.after(500)).toBe("");
		it.send("\rAT+GMI\n");
		expect(it.after(200)).toContain("ERROR:5");
		expect(it.command("xx\rAT")).toBe("OK\r\n");
	});

	test("a line too long is forgotten, its tail taken for a command", () => {
		for (const [release, limit] of [
			["0.3.0", 255],
			["0.3.1", 511],
		] as const) {
			const it = bench({ release });
			const line = (length: number) => `AT+WSTAC=12,"${"x".repeat(length - 14)}"`;
			expect(it.command(`AT${" ".repeat(limit - 2)}`, 500)).toContain("ERROR:3");
			it.send(line(limit + 1));
			expect(it.after(500)).toBe("");
			expect(it.module.counters.linesTooLong).toBe(1);
			it.send('tail"\r\n');
			expect(it.after(500)).toContain("ERROR:2");
			expect(it.command("AT")).toBe("OK\r\n");
		}
	});

	test.each([
		["1.0.1", 128],
		["0.2.0", 2048],
		["0.3.0", 4096],
		["0.3.1", 4096],
	] as const)("%s loses what does not fit its receive buffer of %i bytes", (release, size) => {
		const it = bench({ release });
		it.send("x".repeat(size + 10));
		expect(it.module.counters.overflowed).toBe(10);
	});

	test("an event has a CR before it, and a prompt behind it with echo", () => {
		const it = bench({ release: "anycloud", echo: true });
		it.command('AT+WSTAC=1,"home"');
		it.command("AT+WSTAC=2,3");
		it.command('AT+WSTAC=3,"correct horse"');
		expect(it.command("AT+WSTA=1", 2000)).toContain(
			'OK\r\n>\r+WSTALU:"24:F2:7F:A5:8B:80",6\r\n>\r+WSTAAIP:"192.168.0.100"\r\n>',
		);
	});

	test("what is sent while a command runs is eaten", () => {
		const it = bench({ release: "anycloud" });
		it.world.network.listen("192.0.2.1", 80, (peer) => peer.write("x".repeat(300)));
		it.join();
		const id = it.connect("192.0.2.1", 80);
		it.send(`AT+SOCKRD=${id},1,300\r\n`);
		it.after(100);
		it.send("AT+GMI\r\n");
		const said = it.after(1000);
		expect(said).not.toContain("GMI");
		expect(said).toMatch(/OK\r\n$/);
		expect(it.module.counters.pipelined).toBe(1);
		expect(it.command("AT")).toBe("OK\r\n");
	});

	test("the verbosity of errors can be chosen", () => {
		const it = bench({ release: "anycloud" });
		expect(it.command("AT+NONE")).toMatch(/^ERROR:3,"[^"]+"\r\n$/);
		it.command("ATV3");
		expect(it.command("AT+NONE")).toBe("ERROR:3\r\n");
	});

	test("another task's text lands wherever it will", () => {
		const it = bench({ release: "anycloud" });
		it.module.intrude("NET_PRES: hello\r\n");
		expect(it.take()).toBe("NET_PRES: hello\r\n");
	});
});

test("a module that hangs says nothing until it is reset", () => {
	const it = bench();
	it.join();
	it.module.hang();
	it.world.radio.accessPoints[0]!.kick();
	expect(it.command("AT", 10_000)).toBe("");
	it.module.reset();
	expect(it.command("AT")).toBe("AT\r\nOK\r\n");
});

test("power off forgets everything and lets go of the world", () => {
	const it = bench();
	let gone = false;
	it.world.network.listen("192.0.2.1", 80, (peer) => {
		peer.onClose = () => {
			gone = true;
		};
	});
	it.join();
	it.connect("192.0.2.1", 80);
	it.module.powerOff();
	expect(it.after(1000)).toBe("");
	expect(gone).toBe(true);
	expect(it.world.radio.accessPoints[0]!.stations).toEqual([]);
	it.module.powerOn();
	it.take();
	expect(it.command("ATE0")).toBe("ATE0\r\nOK\r\n");
	expect(it.command("AT+WSTAC=1")).toBe('+WSTAC:1,""\r\nOK\r\n');
	expect(it.module.state.sockets).toEqual([]);
});
