import { type Bench, bench } from "./bench";

const opened = (it: Bench) => Number(/\+SOCKO:(\d+)/.exec(it.command("AT+SOCKO=2"))?.[1]);

describe("a listener", () => {
	test("gives every connection an ID of its own", () => {
		const it = bench();
		it.join();
		it.command("AT+SOCKO=2");
		expect(it.command("AT+SOCKBL=1,6000")).toBe("OK\r\n");
		expect(it.command("AT+SOCKLST")).toBe('+SOCKLST:1,2,"",0,6000\r\nOK\r\n');
		const peer = it.world.network.dial("192.168.0.100", 6000, { address: "192.0.2.9", port: 12345 });
		expect(it.after(20)).toBe('+SOCKIND:2,"192.168.0.100",6000,"192.0.2.9",12345\r\n');
		peer.write("hi");
		expect(it.after(20)).toBe("+SOCKRXT:2,2\r\n");
		it.command('AT+SOCKWR=2,5,"hello"');
		expect(peer.text).toBe("hello");
		it.command("AT+SOCKCL=1");
		it.command('AT+SOCKWR=2,1,"!"');
		expect(peer.text).toBe("hello!");
		expect(() => it.world.network.dial("192.168.0.100", 6000)).toThrow("nobody listens");
	});

	test("cannot have a port that is taken", () => {
		const it = bench();
		it.join();
		it.command("AT+SOCKO=2");
		it.command("AT+SOCKO=2");
		it.command("AT+SOCKBL=1,6000");
		expect(it.command("AT+SOCKBL=2,6000")).toBe("ERROR:14\r\n");
		expect(it.command("AT+SOCKBL=2,0")).toBe("ERROR:4\r\n");
	});

	test("listens again when the link is back", () => {
		const it = bench();
		it.join();
		it.command("AT+SOCKO=2");
		it.command("AT+SOCKBL=1,6000");
		it.world.radio.accessPoints[0]!.kick();
		expect(() => it.world.network.dial("192.168.0.100", 6000)).toThrow("nobody listens");
		it.command("AT+WSTA=1", 2000);
		it.world.network.dial("192.168.0.100", 6000);
		expect(it.after(20)).toContain("+SOCKIND:2");
	});

	test("of the firmware takes five connections, and closes them with itself", () => {
		const it = bench({ release: "anycloud" });
		it.join();
		const id = opened(it);
		it.command(`AT+SOCKBL=${id},6000`);
		const peers = Array.from({ length: 6 }, () => it.world.network.dial("192.168.0.100", 6000));
		expect(it.after(100).match(/\+SOCKIND/g)).toHaveLength(5);
		expect(peers.map((peer) => peer.closed)).toEqual([false, false, false, false, false, true]);
		it.command(`AT+SOCKCL=${id}`);
		expect(peers.every((peer) => peer.ended || peer.closed)).toBe(true);
	});

	test("of the firmware takes five sockets of the stack's ten", () => {
		const it = bench({ release: "anycloud" });
		it.join();
		for (const port of [1, 2]) expect(it.command(`AT+SOCKBL=${opened(it)},${port}`)).toBe("OK\r\n");
		expect(it.command(`AT+SOCKBL=${opened(it)},3`)).toContain("ERROR:14");
		it.world.network.listen("192.0.2.1", 80, () => {});
		expect(it.command(`AT+SOCKBR=${opened(it)},"192.0.2.1",80`)).toContain("ERROR:14");
	});

	test("of the firmware never gives an ID to a connection made in binary mode", () => {
		const it = bench({ release: "anycloud" });
		it.join();
		it.world.network.listen("192.0.2.1", 80, () => {});
		const other = it.connect("192.0.2.1", 80);
		const id = opened(it);
		it.command(`AT+SOCKBL=${id},6000`);
		it.send(`AT+SOCKWR=${other},4\r\n`);
		it.after(200);
		it.world.network.dial("192.168.0.100", 6000);
		it.after(50);
		it.send("data");
		expect(it.after(20_000)).toBe("\r\nOK\r\n");
		expect(it.command("AT+SOCKLST").match(/\+SOCKLST/g)).toHaveLength(2);
	});
});
