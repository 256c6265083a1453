import type { HostTls, Peer } from "../../host-sim/world/memory/index";
import { type Bench, type BenchOptions, bench } from "./bench";

const certificates = { ca: "the authority", other: "another one", client: "the client" };

function secureHost(options: BenchOptions = {}, tls: Partial<HostTls> = {}): Bench & { peers: Peer[] } {
	const it = bench({ certificates, ...options });
	it.join();
	const peers: Peer[] = [];
	it.world.network.listen("192.0.2.1", 443, (peer) => peers.push(peer), {
		tls: { authority: certificates.ca, names: ["host.example"], ...tls },
	});
	return Object.assign(it, { peers });
}

describe("reference", () => {
	test("each configuration is read and written by its index", () => {
		const it = bench();
		it.command('AT+TLSC=2,1,"ca"');
		expect(it.command("AT+TLSC=2,1")).toBe('+TLSC:1,"ca"\r\nOK\r\n');
		expect(it.command("AT+TLSC=1")).toBe(
			'+TLSC:1,""\r\n+TLSC:2,""\r\n+TLSC:3,""\r\n+TLSC:4,""\r\n+TLSC:5,""\r\nOK\r\n',
		);
		expect(it.command('AT+TLSC=0,1,"ca"')).toBe("ERROR:4\r\n");
		expect(it.command("AT+TLSC=1,9")).toBe("ERROR:7\r\n");
	});

	test("secures a connection, and talks over it", () => {
		const it = secureHost();
		it.command('AT+TLSC=1,1,"ca"');
		it.command('AT+TLSC=1,5,"host.example"');
		it.connect("192.0.2.1", 443);
		expect(it.command("AT+SOCKTLS=1,1")).toBe("OK\r\n+SOCKTLS:1\r\n");
		expect(it.peers[0]).toMatchObject({ secured: true, serverName: "host.example" });
		it.command('AT+SOCKWR=1,3,"GET"');
		expect(it.peers[0]!.text).toBe("GET");
		expect(it.module.state.sockets[0]!.tls).toBe(true);
		expect(it.command("AT+SOCKTLS=1,1")).toBe("+SOCKTLS:1\r\nOK\r\n");
	});

	test("the index may be left out, as in the example", () => {
		const it = secureHost();
		it.connect("192.0.2.1", 443);
		expect(it.command("AT+SOCKTLS=1")).toBe("OK\r\n+SOCKTLS:1\r\n");
	});

	test.each([
		["another authority", 'AT+TLSC=1,1,"other"'],
		["an authority nobody has", 'AT+TLSC=1,1,"misspelt"'],
	])("fails with %s", (_what, line) => {
		const it = secureHost();
		it.command(line);
		it.connect("192.0.2.1", 443);
		expect(it.command("AT+SOCKTLS=1,1")).toBe('OK\r\n+SOCKERR:1,15,"TLS failed"\r\n');
		expect(it.command('AT+SOCKWR=1,1,"x"')).toBe("ERROR:17\r\n");
		expect(it.peers[0]!.text).toBe("");
		expect(it.command("AT+SOCKCL=1")).toBe("OK\r\n");
	});

	test("fails when the server has another name", () => {
		const it = secureHost();
		it.command('AT+TLSC=1,1,"ca"');
		it.command('AT+TLSC=1,5,"evil.example"');
		it.connect("192.0.2.1", 443);
		expect(it.command("AT+SOCKTLS=1,1")).toContain("+SOCKERR:1,15");
	});

	test("shows its own certificate where one is wanted", () => {
		for (const [name, answer] of [
			["client", "+SOCKTLS:1"],
			["other", "+SOCKERR:1,15"],
		] as const) {
			const it = secureHost({}, { clientCertificate: certificates.client });
			it.command(`AT+TLSC=1,2,"${name}"`);
			it.connect("192.0.2.1", 443);
			expect(it.command("AT+SOCKTLS=1,1")).toContain(answer);
		}
	});

	test("fails with a server that has no TLS, and with one that hangs up", () => {
		const it = bench();
		it.join();
		it.world.network.listen("192.0.2.1", 80, () => {});
		it.connect("192.0.2.1", 80);
		expect(it.command("AT+SOCKTLS=1,1")).toContain("+SOCKERR:1,15");
		const other = secureHost();
		other.connect("192.0.2.1", 443);
		other.peers[0]!.reset();
		other.send("AT+SOCKTLS=1,1\r\n");
		expect(other.after(100)).toContain("+SOCKERR:1,15");
	});

	test("needs a connection", () => {
		const it = secureHost();
		it.command("AT+SOCKO=2");
		expect(it.command("AT+SOCKTLS=1,1")).toBe("ERROR:15\r\n");
		it.command("AT+SOCKO=1");
		expect(it.command("AT+SOCKTLS=2,1")).toBe("ERROR:12\r\n");
	});

	test("a server that gets plain text hangs up", () => {
		const it = secureHost();
		it.connect("192.0.2.1", 443);
		expect(it.command('AT+SOCKWR=1,3,"GET"')).toBe("OK\r\n+SOCKCL:1\r\n");
	});
});

describe("the firmware", () => {
	const release = "anycloud";
	const id = (it: Bench) => it.module.state.sockets[0]!.id;

	test("an authority it has not means no verification at all", () => {
		const it = secureHost({ release });
		it.command('AT+TLSC=1,1,"misspelt"');
		it.connect("192.0.2.1", 443);
		expect(it.command(`AT+SOCKTLS=${id(it)},1`)).toContain("+SOCKTLS:");
	});

	test("never checks the server's name", () => {
		const it = secureHost({ release });
		it.command('AT+TLSC=1,1,"ca"');
		it.command('AT+TLSC=1,5,"evil.example"');
		it.connect("192.0.2.1", 443);
		expect(it.command(`AT+SOCKTLS=${id(it)},1`)).toContain("+SOCKTLS:");
	});

	test("frees a socket whose TLS failed", () => {
		const it = secureHost({ release });
		it.command('AT+TLSC=1,1,"other"');
		it.connect("192.0.2.1", 443);
		expect(it.command(`AT+SOCKTLS=${id(it)},1`)).toMatch(/\+SOCKERR:\d+,15,TLS failed\r\n$/);
		expect(it.module.state.sockets).toEqual([]);
	});

	test("may be asked before the connection, and uses configuration 1 whatever it was told (listed bug 7)", () => {
		const it = secureHost({ release });
		it.command('AT+TLSC=1,1,"ca"');
		it.command('AT+TLSC=2,1,"other"');
		it.command("AT+SOCKO=2");
		expect(it.command(`AT+SOCKTLS=${id(it)},2`)).toBe("OK\r\n");
		const said = it.command(`AT+SOCKBR=${id(it)},"192.0.2.1",443`);
		expect(said).toMatch(/\+SOCKIND:.*\r\n\r\+SOCKTLS:/s);
	});

	test("a connection asked for with TLS has no time limit (listed bug 7)", () => {
		const it = secureHost({ release });
		it.world.network.behave("192.0.2.3", "blackhole");
		it.command("AT+SOCKO=2");
		it.command(`AT+SOCKTLS=${id(it)},1`);
		expect(it.command(`AT+SOCKBR=${id(it)},"192.0.2.3",443`, 600_000)).toBe("OK\r\n");
	});

	test("a configuration is locked while a session lives", () => {
		const it = secureHost({ release });
		it.connect("192.0.2.1", 443);
		it.command(`AT+SOCKTLS=${id(it)},1`);
		expect(it.command('AT+TLSC=1,1,"ca"')).toContain("ERROR:6");
		expect(it.command('AT+TLSC=2,1,"ca"')).toBe("OK\r\n");
		it.command(`AT+SOCKCL=${id(it)}`);
		expect(it.command('AT+TLSC=1,1,"ca"')).toBe("OK\r\n");
	});

	test("loses what was received when the peer closes", () => {
		const it = secureHost({ release });
		it.connect("192.0.2.1", 443);
		it.command(`AT+SOCKTLS=${id(it)},1`);
		it.peers[0]!.write("last words");
		it.peers[0]!.close();
		it.after(100);
		expect(it.command(`AT+SOCKRD=${id(it)},1,100`)).toBe("OK\r\n");
	});

	test.each([
		[`AT+TLSC=1,5,"${"x".repeat(33)}"`, 7],
		["AT+TLSC=3", 4],
		["AT+SOCKTLS=1,3", 4],
		["AT+SOCKTLS=1", 5],
	])("%s is refused", (line, code) => {
		expect(secureHost({ release }).command(line)).toContain(`ERROR:${code}`);
	});

	test("does not show a key's password", () => {
		const it = bench({ release });
		it.command('AT+TLSC=1,4,"swordfish1"');
		expect(it.command("AT+TLSC=1,4")).toBe("+TLSC:4,******\r\nOK\r\n");
	});
});
