import type { UdpHost } from "../../host-sim/world/memory/index";
import { type Bench, type BenchOptions, bench } from "./bench";

interface Udp extends Bench {
	id: number;
	host: UdpHost;
}

const own = { address: "192.168.0.100", port: 6000 };

/** A UDP socket bound to port 6000, and a host at 192.0.2.1:5000. */
function bound(options: BenchOptions = {}): Udp {
	const it = bench(options);
	it.join();
	const id = Number(/\+SOCKO:(\d+)/.exec(it.command("AT+SOCKO=1"))?.[1]);
	expect(it.command(`AT+SOCKBL=${id},6000`)).toBe("OK\r\n");
	return Object.assign(it, { id, host: it.world.network.udpHost("192.0.2.1", 5000) });
}

describe("reference", () => {
	test("is listed with its protocol and port", () => {
		const it = bound();
		expect(it.command("AT+SOCKLST")).toBe('+SOCKLST:1,1,"",0,6000\r\nOK\r\n');
		it.command('AT+SOCKBR=1,"192.0.2.1",5000');
		expect(it.command("AT+SOCKLST")).toBe('+SOCKLST:1,1,"192.0.2.1",5000,6000\r\nOK\r\n');
	});

	test("tells one datagram at a time, whole, with its sender", () => {
		const it = bound();
		it.host.send("first", own);
		it.host.send("second!", own);
		expect(it.after(10)).toBe('+SOCKRXU:1,"192.0.2.1",5000,5\r\n');
		expect(it.command("AT+SOCKRD=1,1,999")).toBe('+SOCKRD:1,5,"first"\r\nOK\r\n+SOCKRXU:1,"192.0.2.1",5000,7\r\n');
		expect(it.command("AT+SOCKRD=1,2,999")).toBe("+SOCKRD:1,7, #second!\r\nOK\r\n");
		expect(it.command("AT+SOCKRD=1,2,999")).toBe("OK\r\n");
	});

	test("what of a datagram was not asked for is gone", () => {
		const it = bound();
		it.host.send("0123456789", own);
		it.after(10);
		expect(it.command("AT+SOCKRD=1,1,4")).toBe('+SOCKRD:1,4,"0123"\r\nOK\r\n');
		expect(it.command("AT+SOCKRD=1,1,99")).toBe("OK\r\n");
	});

	test("holds so many datagrams, and counts the ones it has no room for", () => {
		const it = bound();
		for (let i = 0; i < 10; i++) it.host.send(`${i}`, own);
		it.after(10);
		expect(it.module.counters.datagramsDropped).toBe(2);
	});

	test("sends to where it is bound", () => {
		const it = bound();
		expect(it.command('AT+SOCKWR=1,2,"hi"')).toBe("ERROR:19\r\n");
		it.command('AT+SOCKBR=1,"192.0.2.1",5000');
		expect(it.command('AT+SOCKWR=1,2,"hi"')).toBe("OK\r\n");
		expect(it.host.received).toMatchObject([{ text: "hi", from: own }]);
	});

	test("sends to anywhere, on the line and in binary", () => {
		const it = bound();
		const other = it.world.network.udpHost("192.0.2.2", 7);
		it.command('AT+SOCKBR=1,"192.0.2.1",5000');
		expect(it.command('AT+SOCKWRTO=1,"192.0.2.2",7,5,"quote"')).toBe("OK\r\n");
		expect(it.command('AT+SOCKWRTO=1,"192.0.2.2",7,3,[001122]')).toBe("OK\r\n");
		expect(it.command('AT+SOCKWRTO=1,"192.0.2.2",7,6')).toBe("#");
		it.send("binary");
		expect(it.after(10)).toBe("OK\r\n");
		expect(it.command('AT+SOCKWRTO=1,"192.0.2.2",7,0')).toBe("#");
		it.send("ended+++");
		expect(it.after(10)).toBe("OK\r\n");
		expect(other.received.map(({ text }) => text)).toEqual(["quote", "\x00\x11\x22", "binary", "ended"]);
		expect(it.host.received).toEqual([]);
	});

	test("takes a port when it sends without one", () => {
		const it = bound();
		it.command("AT+SOCKO=1");
		expect(it.command('AT+SOCKWRTO=2,"192.0.2.1",5000,2,"hi"')).toBe("OK\r\n");
		expect(it.host.received).toHaveLength(1);
		it.host.send("back", it.host.received[0]!.from);
		expect(it.after(10)).toBe('+SOCKRXU:2,"192.0.2.1",5000,4\r\n');
	});

	test("sends to names", () => {
		const it = bound({ names: { "host.example": "192.0.2.1" } });
		expect(it.command('AT+SOCKWRTO=1,"host.example",5000,2,"hi"')).toBe("OK\r\n");
		expect(it.command('AT+SOCKWRTO=1,"nowhere.example",5000,2,"hi"')).toBe("ERROR:17\r\n");
		expect(it.command('AT+SOCKBR=1,"host.example",5000')).toBe("OK\r\n");
		expect(it.command('AT+SOCKWR=1,2,"ho"')).toBe("OK\r\n");
		expect(it.host.received.map(({ text }) => text)).toEqual(["hi", "ho"]);
	});

	test("joins a multicast group, hears it and sends to it", () => {
		const it = bound();
		it.command("AT+SOCKO=1");
		expect(it.command('AT+SOCKBM=2,"239.1.2.3",7000')).toBe("OK\r\n");
		const member = it.world.network.udpHost("192.0.2.9", 7000);
		member.join("239.1.2.3");
		member.send("to all", { address: "239.1.2.3", port: 7000 });
		expect(it.after(10)).toBe('+SOCKRXU:2,"192.0.2.9",7000,6\r\n');
		expect(it.command('AT+SOCKWR=2,3,"me!"')).toBe("OK\r\n");
		expect(member.received).toMatchObject([{ text: "me!" }]);
	});

	test.each([
		['AT+SOCKBM=1,"192.0.2.1",7000', 45],
		['AT+SOCKBM=9,"239.1.2.3",7000', 10],
		['AT+SOCKBM=1,"239.1.2.3",0', 4],
	])("%s is refused with %i", (line, code) => {
		expect(bound().command(line)).toBe(`ERROR:${code}\r\n`);
	});

	test("a port can be had once", () => {
		const it = bound();
		it.command("AT+SOCKO=1");
		expect(it.command("AT+SOCKBL=2,6000")).toBe("ERROR:14\r\n");
		it.command("AT+SOCKCL=1");
		expect(it.command("AT+SOCKBL=2,6000")).toBe("OK\r\n");
	});

	test("is bound again when the link is back", () => {
		const it = bound();
		it.world.radio.accessPoints[0]!.kick();
		it.host.send("lost", own);
		expect(it.after(100)).not.toContain("+SOCKRXU");
		it.command("AT+WSTA=1", 2000);
		it.host.send("found", own);
		expect(it.after(100)).toContain("+SOCKRXU");
	});

	test("an empty datagram is one too", () => {
		const it = bound();
		it.host.send("", own);
		expect(it.after(10)).toBe('+SOCKRXU:1,"192.0.2.1",5000,0\r\n');
		expect(it.command("AT+SOCKRD=1,1,10")).toBe('+SOCKRD:1,0,""\r\nOK\r\n');
	});
});

describe("the firmware", () => {
	const release = "anycloud";

	test("tells the next datagram between the data and the OK of the one before", () => {
		const it = bound({ release });
		it.host.send("first", own);
		it.host.send("second", own);
		it.after(10);
		expect(it.command(`AT+SOCKRD=${it.id},2,2048`)).toBe(
			`+SOCKRD:${it.id},5,\r\n#first+SOCKRXU:${it.id},"192.0.2.1",5000,6\r\nOK\r\n`,
		);
	});

	test("tells a datagram in the midst of a long binary read (listed bug 8)", () => {
		const it = bound({ release });
		it.host.send("x".repeat(200), own);
		it.after(50);
		it.send(`AT+SOCKRD=${it.id},2,2048\r\n`);
		while (!it.take()) it.world.clock.advance(10);
		it.host.send("second", own);
		expect(it.after(20)).toBe(`+SOCKRXU:${it.id},"192.0.2.1",5000,6\r\n`);
		expect(it.after(100)).toMatch(/^x{72}/);
	});

	test("a binary +SOCKWRTO goes to the destination the socket has (listed bug 5)", () => {
		const it = bound({ release });
		const other = it.world.network.udpHost("192.0.2.2", 7);
		it.command(`AT+SOCKBR=${it.id},"192.0.2.1",5000`);
		it.command(`AT+SOCKWRTO=${it.id},"192.0.2.2",7,2`);
		it.send("hi");
		it.after(200);
		expect(other.received).toEqual([]);
		expect(it.host.received).toMatchObject([{ text: "hi" }]);
		it.command(`AT+SOCKWRTO=${it.id},"192.0.2.2",7,2,"ok"`);
		expect(other.received).toMatchObject([{ text: "ok" }]);
	});

	test("sends no more than 512 bytes at a time", () => {
		const it = bound({ release });
		it.command(`AT+SOCKBR=${it.id},"192.0.2.1",5000`);
		it.command(`AT+SOCKWR=${it.id},513`);
		it.send("x".repeat(513));
		expect(it.after(200)).toBe("\r\nOK\r\n");
		expect(it.host.received).toEqual([]);
		it.command(`AT+SOCKWR=${it.id},512`);
		it.send("x".repeat(512));
		it.after(200);
		expect(it.host.received).toHaveLength(1);
	});

	test("does not send without a port", () => {
		const it = bound({ release });
		const id = Number(/\+SOCKO:(\d+)/.exec(it.command("AT+SOCKO=1"))?.[1]);
		expect(it.command(`AT+SOCKWRTO=${id},"192.0.2.1",5000,2,"hi"`)).toContain("ERROR:17");
	});
});
