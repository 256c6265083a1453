import fc from "fast-check";
import type { Peer } from "../../host-sim/world/memory/index";
import { type Bench, type BenchOptions, bench } from "./bench";

interface Connected extends Bench {
	id: number;
	peer: Peer;
}

function connected(options: BenchOptions = {}): Connected {
	const it = bench(options);
	it.join();
	const peers: Peer[] = [];
	it.world.network.listen("192.0.2.1", 80, (peer) => peers.push(peer), { window: 1000 });
	const id = it.connect("192.0.2.1", 80);
	return Object.assign(it, { id, peer: peers[0]! });
}

describe("reference", () => {
	test("sends quoted and hexadecimal data", () => {
		const it = connected();
		expect(it.command('AT+SOCKWR=1,7,"hello2u"')).toBe("OK\r\n");
		expect(it.command("AT+SOCKWR=1,4,[00FF0a0D]")).toBe("OK\r\n");
		expect(it.peer.text).toBe("hello2u\x00\xff\n\r");
	});

	test.each([
		['AT+SOCKWR=1,6,"hello2u"', 20],
		['AT+SOCKWR=1,0,""', 4],
		['AT+SOCKWR=1,0,"x"', 4],
		['AT+SOCKWR=1,1501,"x"', 4],
		["AT+SOCKWR=1,1501", 4],
		["AT+SOCKWR=1,-1", 4],
		['AT+SOCKWR=9,1,"x"', 10],
		["AT+SOCKWR=9,1", 10],
		["AT+SOCKWR=1", 5],
		['AT+SOCKWRTO=1,"192.0.2.1",80,1,"x"', 12],
	])("%s is refused with %i, and nothing is sent", (line, code) => {
		const it = connected();
		expect(it.command(line)).toBe(`ERROR:${code}\r\n`);
		expect(it.peer.text).toBe("");
		expect(it.command("AT")).toBe("OK\r\n");
	});

	test("a socket that is connected to nobody has no destination", () => {
		const it = connected();
		it.command("AT+SOCKO=2");
		expect(it.command('AT+SOCKWR=2,1,"x"')).toBe("ERROR:19\r\n");
	});

	test("takes exactly the bytes of a binary write", () => {
		const it = connected();
		expect(it.command("AT+SOCKWR=1,5")).toBe("#");
		it.send("ab\r\n");
		expect(it.after(60_000)).toBe("");
		it.send("\x00AT\r\n");
		expect(it.after(10)).toBe("OK\r\nOK\r\n");
		expect(it.peer.text).toBe("ab\r\n\x00");
	});

	test("length 0 ends with +++ at once", () => {
		const it = connected();
		expect(it.command("AT+SOCKWR=1,0")).toBe("#");
		it.send("One fine day+++");
		expect(it.after(0)).toBe("OK\r\n");
		it.after(10);
		expect(it.peer.text).toBe("One fine day");
	});

	test("pluses that are no escape are data", () => {
		const it = connected();
		it.command("AT+SOCKWR=1,0");
		it.send("a+b++c");
		it.after(1000);
		it.send("++d+++");
		expect(it.after(10)).toBe("OK\r\n");
		expect(it.peer.text).toBe("a+b++c++d");
	});

	test("length 0 may want a guard time", () => {
		const it = connected({ capabilities: { sockets: { escapeGuard: { between: 250, after: 1000 } } } });
		it.command("AT+SOCKWR=1,0");
		it.send("data+++");
		expect(it.after(999)).toBe("");
		expect(it.after(10)).toBe("OK\r\n");
		it.command("AT+SOCKWR=1,0");
		it.send("a+++b");
		it.after(2000);
		it.send("+");
		it.after(300);
		it.send("++");
		it.after(2000);
		expect(it.take()).toBe("");
		it.send("+++");
		expect(it.after(1100)).toBe("OK\r\n");
		expect(it.peer.text).toBe("dataa+++b+++");
	});

	test("a peer that does not read fills the module's buffer, and writing fails until it does", () => {
		const it = connected();
		it.peer.pause();
		const line = `AT+SOCKWR=1,1000,[${"61".repeat(1000)}]`;
		const said = [1, 2, 3, 4, 5, 6].map(() => it.command(line));
		expect(said.filter((text) => text === "OK\r\n")).toHaveLength(5);
		expect(said.at(-1)).toBe("ERROR:17\r\n");
		it.peer.resume();
		it.after(100);
		expect(it.command(line)).toBe("OK\r\n");
		expect(it.peer.received).toHaveLength(6000);
	});

	test("a binary write that could not be sent says so", () => {
		const it = connected();
		it.send("AT+SOCKWR=1,3\r\n");
		it.peer.reset();
		it.after(100);
		it.send("abc");
		expect(it.after(10)).toContain("ERROR:17\r\n");
	});

	test("events wait until binary mode is over", () => {
		const it = connected();
		expect(it.command("AT+SOCKWR=1,3")).toBe("#");
		it.peer.write("hello");
		expect(it.after(100)).toBe("");
		it.send("abc");
		expect(it.after(10)).toBe("OK\r\n+SOCKRXT:1,5\r\n");
	});

	test("any bytes arrive as they were sent, however they are cut", () => {
		fc.assert(
			fc.property(fc.uint8Array({ minLength: 1, maxLength: 300 }), fc.nat(300), (data, cut) => {
				const it = connected();
				it.command(`AT+SOCKWR=1,${data.length}`);
				it.send(data.subarray(0, cut));
				const early = it.after(1);
				it.send(data.subarray(cut));
				expect(early + it.after(10)).toBe("OK\r\n");
				expect([...it.peer.received]).toEqual([...data]);
			}),
			{ numRuns: 30 },
		);
	});
});

describe("the firmware", () => {
	const release = "anycloud";

	test("asks for binary data on a line of its own, and ends with one", () => {
		const it = connected({ release });
		expect(it.command(`AT+SOCKWR=${it.id},3`)).toBe("\r\n#");
		it.send("abc");
		expect(it.after(150)).toBe("\r\nOK\r\n");
		expect(it.peer.text).toBe("abc");
	});

	test("says OK to binary data it threw away, and 17 to any other", () => {
		const it = connected({ release });
		it.peer.pause();
		const line = `AT+SOCKWR=${it.id},200,[${"61".repeat(200)}]`;
		while (it.command(line) === "OK\r\n");
		expect(it.command(line)).toContain("ERROR:17");
		it.command(`AT+SOCKWR=${it.id},200`);
		it.send("x".repeat(200));
		expect(it.after(100)).toBe("\r\nOK\r\n");
		expect(it.module.counters.sendsDropped).toBe(200);
	});

	test("more than 1400 bytes of binary data crash it", () => {
		const it = connected({ release });
		it.command(`AT+SOCKWR=${it.id},1401`);
		it.send("x".repeat(1401));
		expect(it.after(1000)).toBe("\r\nOK\r\n>");
		expect(it.module.counters.crashes).toBe(1);
		expect(it.module.state.sockets).toEqual([]);
	});

	test("1400 bytes pass", () => {
		const it = connected({ release });
		it.command(`AT+SOCKWR=${it.id},1400`);
		it.send("x".repeat(1400));
		expect(it.after(200)).toBe("\r\nOK\r\n");
		expect(it.peer.received).toHaveLength(1400);
	});

	test("binary data in pieces with bytes behind its end never ends (listed bug 3)", () => {
		const it = connected({ release });
		it.command(`AT+SOCKWR=${it.id},4`);
		it.send("ab");
		it.after(100);
		it.send("cdAT\r\n");
		expect(it.after(600_000)).toBe("");
		it.send("AT\r\n");
		expect(it.after(1000)).toBe("");
		it.module.reset();
		expect(it.after(1000)).toBe("\r\nOK\r\n>");
	});

	test("in pieces without bytes behind its end it ends", () => {
		const it = connected({ release });
		it.command(`AT+SOCKWR=${it.id},4`);
		it.send("ab");
		it.after(100);
		it.send("cd");
		expect(it.after(150)).toBe("\r\nOK\r\n");
		expect(it.peer.text).toBe("abcd");
	});

	test("a refused write leaves its length behind (listed bug 4)", () => {
		const it = connected({ release });
		expect(it.command("AT+SOCKWR=9,5")).toContain("ERROR:10");
		it.command(`AT+SOCKWR=${it.id},0`);
		it.send("ab+++");
		expect(it.after(200)).toBe("\r\nOK\r\n");
		expect(it.peer.text).toBe("ab+++");
	});

	test("length 0 ends a second after +++", () => {
		const it = connected({ release });
		it.command(`AT+SOCKWR=${it.id},0`);
		it.send("One fine day+++");
		expect(it.after(1000)).toBe("");
		expect(it.after(300)).toBe("\r\nOK\r\n");
		it.after(20);
		expect(it.peer.text).toBe("One fine day");
	});

	test("1.0.1 has no binary mode of a known length", () => {
		const it = connected({ release: "1.0.1" });
		expect(it.command(`AT+SOCKWR=${it.id},3`)).toContain("ERROR:4");
		expect(it.command(`AT+SOCKWR=${it.id},0`)).toBe("\r\n#");
	});
});
