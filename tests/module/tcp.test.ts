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
	it.world.network.listen("192.0.2.1", 80, (peer) => peers.push(peer));
	const id = it.connect("192.0.2.1", 80);
	return Object.assign(it, { id, peer: peers[0]! });
}

const opened = (it: Bench) => Number(/\+SOCKO:(\d+)/.exec(it.command("AT+SOCKO=2"))?.[1]);

describe("reference", () => {
	test("connects, and lists the socket", () => {
		const it = bench();
		it.join();
		it.world.network.listen("192.0.2.1", 80, () => {});
		expect(it.command("AT+SOCKO=2")).toBe("+SOCKO:1\r\nOK\r\n");
		expect(it.command("AT+SOCKLST")).toBe('+SOCKLST:1,2,"",0,0\r\nOK\r\n');
		expect(it.command('AT+SOCKBR=1,"192.0.2.1",80')).toMatch(
			/^OK\r\n\+SOCKIND:1,"192.168.0.100",(\d+),"192.0.2.1",80\r\n$/,
		);
		expect(it.command("AT+SOCKLST=1")).toMatch(/^\+SOCKLST:1,2,"192.0.2.1",80,\d+\r\nOK\r\n$/);
	});

	test("connects by name", () => {
		const it = bench({ names: { "host.example": "192.0.2.1" } });
		it.join();
		it.world.network.listen("192.0.2.1", 80, () => {});
		it.command("AT+SOCKO=2");
		expect(it.command('AT+SOCKBR=1,"host.example",80')).toContain('"192.0.2.1",80\r\n');
	});

	test.each([
		["refused", "192.0.2.1", 81, 200],
		["unreachable", "192.0.2.77", 80, 4000],
		["black hole", "192.0.2.3", 80, 11_000],
		["unknown name", "nowhere.example", 80, 200],
	])("tells a failure: %s", (_what, address, port, wait) => {
		const it = bench();
		it.join();
		it.world.network.listen("192.0.2.1", 80, () => {});
		it.world.network.behave("192.0.2.3", "blackhole");
		it.command("AT+SOCKO=2");
		expect(it.command(`AT+SOCKBR=1,"${address}",${port}`, wait)).toBe('OK\r\n+SOCKERR:1,14,"Bind failed"\r\n');
		expect(it.command("AT+SOCKLST")).toBe('+SOCKLST:1,2,"",0,0\r\nOK\r\n');
		expect(it.command('AT+SOCKBR=1,"192.0.2.1",80')).toContain("+SOCKIND");
	});

	test("the error's text may be bare, or missing, and the socket gone", () => {
		for (const [errorText, tail] of [
			["bare", ",Bind failed"],
			["none", ""],
		] as const) {
			const it = bench({ capabilities: { sockets: { errorText, failureFrees: true } } });
			it.join();
			it.world.network.listen("192.0.2.1", 80, () => {});
			it.command("AT+SOCKO=2");
			expect(it.command('AT+SOCKBR=1,"192.0.2.1",81')).toBe(`OK\r\n+SOCKERR:1,14${tail}\r\n`);
			expect(it.command("AT+SOCKLST")).toBe("OK\r\n");
		}
	});

	test("IDs are reused lowest first, or never", () => {
		const it = bench();
		it.join();
		expect([opened(it), opened(it), opened(it)]).toEqual([1, 2, 3]);
		it.command("AT+SOCKCL=2");
		expect([opened(it), opened(it)]).toEqual([2, 4]);
		const other = bench({ capabilities: { sockets: { ids: "rising" } } });
		other.join();
		expect([opened(other), opened(other)]).toEqual([1, 2]);
		other.command("AT+SOCKCL=1");
		expect(opened(other)).toBe(3);
	});

	test("without a link socket commands get 9, or OK", () => {
		expect(bench().command("AT+SOCKO=2")).toBe("ERROR:9\r\n");
		const it = bench({ capabilities: { sockets: { withoutLink: undefined } } });
		expect(it.command("AT+SOCKO=2")).toContain("OK");
		expect(it.command('AT+SOCKBR=1,"192.0.2.1",80', 11_000)).toContain("+SOCKERR:1,14");
	});

	test("has so many sockets and no more", () => {
		const it = bench();
		it.join();
		for (let i = 0; i < 20; i++) expect(opened(it)).toBe(i + 1);
		expect(it.command("AT+SOCKO=2")).toBe("ERROR:11\r\n");
	});

	test("tells the bytes available, and keeps what was not asked for", () => {
		const it = connected();
		it.peer.write("hello");
		expect(it.after(10)).toBe("+SOCKRXT:1,5\r\n");
		it.peer.write(" world");
		expect(it.after(10)).toBe("+SOCKRXT:1,11\r\n");
		expect(it.command("AT+SOCKRD=1,1,3")).toBe('+SOCKRD:1,3,"hel"\r\nOK\r\n');
		expect(it.command("AT+SOCKRD=1,2,999")).toBe("+SOCKRD:1,8, #lo world\r\nOK\r\n");
		expect(it.command("AT+SOCKRD=1,1,999")).toBe("OK\r\n");
	});

	test("gives bytes that are no text in hexadecimal", () => {
		const it = connected();
		it.peer.write(Uint8Array.of(0, 255, 13, 10));
		it.after(10);
		expect(it.command("AT+SOCKRD=1,1,10")).toBe("+SOCKRD:1,4,[00FF0D0A]\r\nOK\r\n");
	});

	test.each([
		[" #", "+SOCKRD:1,2, #ab\r\nOK\r\n"],
		["#", "+SOCKRD:1,2,#ab\r\nOK\r\n"],
		["\r\n#", "+SOCKRD:1,2,\r\n#ab\r\nOK\r\n"],
	])("a binary read's mark may be written %j", (readLead, said) => {
		const it = connected({ capabilities: { sockets: { readLead } } });
		it.peer.write("ab");
		it.after(10);
		expect(it.command("AT+SOCKRD=1,2,10")).toBe(said);
	});

	test.each(["AT+SOCKRD=1,3,10", "AT+SOCKRD=1,0,10", "AT+SOCKRD=1,1,-1", "AT+SOCKRD=1,1,70000"])(
		"%s is refused",
		(line) => {
			expect(connected().command(line)).toBe("ERROR:4\r\n");
		},
	);

	test("lets no more in than its buffer holds", () => {
		const it = connected();
		it.peer.write("x".repeat(10_000));
		it.after(1000);
		expect(it.module.state.sockets[0]!.available).toBe(4096);
		expect(it.peer.unsent).toBeGreaterThan(0);
		let total = 0;
		for (let i = 0; i < 20; i++) total += /"(x*)"/.exec(it.command("AT+SOCKRD=1,1,1000"))?.[1]?.length ?? 0;
		expect(total).toBe(10_000);
	});

	test("what was received stays readable after the peer closed; writing gets 17", () => {
		const it = connected();
		it.peer.write("last words");
		it.peer.close();
		expect(it.after(20)).toBe("+SOCKRXT:1,10\r\n+SOCKCL:1\r\n");
		expect(it.command('AT+SOCKWR=1,1,"x"')).toBe("ERROR:17\r\n");
		expect(it.command("AT+SOCKRD=1,1,99")).toBe('+SOCKRD:1,10,"last words"\r\nOK\r\n');
		expect(it.command("AT+SOCKCL=1")).toBe("OK\r\n");
		expect(it.command("AT+SOCKCL=1")).toBe("ERROR:10\r\n");
	});

	test("the end comes behind all the data, however slowly that is read", () => {
		const it = connected();
		it.peer.write("y".repeat(9000));
		it.peer.end();
		let said = it.after(1000);
		expect(said).not.toContain("+SOCKCL");
		for (let i = 0; i < 12; i++) said += it.command("AT+SOCKRD=1,1,1000");
		expect(said.match(/y/g)).toHaveLength(9000);
		expect(said).toContain("+SOCKCL:1\r\n");
	});

	test("a connection that breaks is told as one that was closed", () => {
		const it = connected();
		it.peer.reset();
		expect(it.after(20)).toBe("+SOCKCL:1\r\n");
	});

	test("closing tells the peer", () => {
		const it = connected();
		it.command('AT+SOCKWR=1,3,"bye"');
		it.command("AT+SOCKCL=1");
		expect(it.peer.text).toBe("bye");
		expect(it.peer.ended).toBe(true);
	});

	test("a lost link ends every connection", () => {
		const it = connected();
		it.world.radio.accessPoints[0]!.set({ up: false });
		const said = it.after(20);
		expect(said).toContain("+SOCKCL:1\r\n");
		expect(said).toContain("+WSTALD:1\r\n");
		expect(it.peer.closed).toBe(true);
	});

	test("a connected socket cannot be bound again", () => {
		const it = connected();
		expect(it.command('AT+SOCKBR=1,"192.0.2.1",80')).toBe("ERROR:14\r\n");
		expect(it.command("AT+SOCKBL=1,80")).toBe("ERROR:14\r\n");
	});
});

describe("the firmware", () => {
	const release = "anycloud";

	test("has large IDs that rise", () => {
		const it = bench({ release });
		it.join();
		const first = opened(it);
		expect(first).toBeGreaterThan(1000);
		it.command(`AT+SOCKCL=${first}`);
		expect(opened(it)).toBe(first + 1);
	});

	test("tells every failure to connect after 10 s, and has forgotten the socket then", () => {
		const it = bench({ release });
		it.join();
		it.world.network.listen("192.0.2.1", 80, () => {});
		const id = opened(it);
		expect(it.command(`AT+SOCKBR=${id},"192.0.2.1",81`, 9_900)).toBe("OK\r\n");
		expect(it.after(200)).toBe(`\r+SOCKERR:${id},14,Bind failed\r\n`);
		expect(it.command(`AT+SOCKCL=${id}`)).toContain("ERROR:10");
	});

	test("does not take names", () => {
		const it = bench({ release, names: { "host.example": "192.0.2.1" } });
		it.join();
		it.world.network.listen("192.0.2.1", 80, () => {});
		const id = opened(it);
		expect(it.command(`AT+SOCKBR=${id},"host.example",80`, 11_000)).toContain("+SOCKERR");
	});

	test("tells bytes only when there are more than it told last", () => {
		const it = connected({ release });
		it.peer.write("abc");
		expect(it.after(10)).toBe(`\r+SOCKRXT:${it.id},3\r\n`);
		it.command(`AT+SOCKRD=${it.id},1,2`);
		it.peer.write("d");
		expect(it.after(10)).toBe(`\r+SOCKRXT:${it.id},2\r\n`);
		it.command(`AT+SOCKRD=${it.id},1,2`);
		it.peer.write("e");
		expect(it.after(10)).toBe(`\r+SOCKRXT:${it.id},1\r\n`);
	});

	test("reading more than was told wraps the count (listed bug 2)", () => {
		const it = connected({ release });
		it.peer.write("abc");
		it.after(10);
		it.send(`AT+SOCKWR=${it.id},4\r\n`);
		it.after(200);
		it.peer.write("defg");
		it.after(50);
		expect(it.module.counters.eventsLost).toBe(1);
		it.send("data");
		expect(it.after(200)).not.toContain("+SOCKRXT");
		expect(it.command(`AT+SOCKRD=${it.id},1,100`)).toContain('7,"abcdefg"');
		it.peer.write("h");
		expect(it.after(50)).toBe("");
		expect(it.command(`AT+SOCKRD=${it.id},1,100`)).toContain('1,"h"');
	});

	test("reads as text in lines of at most 128 bytes, one a turn", () => {
		const it = connected({ release });
		it.peer.write("x".repeat(300));
		it.after(90);
		it.send(`AT+SOCKRD=${it.id},1,300\r\n`);
		const turns = [it.after(100), it.after(100), it.after(100)];
		expect(turns.map((text) => text.match(/\+SOCKRD:\d+,(\d+)/)?.[1])).toEqual(["128", "128", "44"]);
		expect(turns[2]).toMatch(/OK\r\n$/);
	});

	test("reads binary without a line end behind the data", () => {
		const it = connected({ release });
		it.peer.write("x".repeat(200));
		it.after(90);
		it.send(`AT+SOCKRD=${it.id},2,2048\r\n`);
		expect(it.after(100)).toBe(`+SOCKRD:${it.id},200,\r\n#${"x".repeat(128)}`);
		expect(it.after(100)).toBe(`${"x".repeat(72)}OK\r\n`);
	});

	test("refuses to read more than 2048 bytes, and unknown modes with 12", () => {
		const it = connected({ release });
		expect(it.command(`AT+SOCKRD=${it.id},2,2049`)).toContain("ERROR:4");
		expect(it.command(`AT+SOCKRD=${it.id},3,1`)).toContain("ERROR:12");
	});

	test("after the peer closed a write gets 10", () => {
		const it = connected({ release });
		it.peer.close();
		expect(it.after(20)).toBe(`\r+SOCKCL:${it.id}\r\n`);
		expect(it.command(`AT+SOCKWR=${it.id},1,"x"`)).toContain("ERROR:10");
		expect(it.command("AT+SOCKLST")).toContain(`+SOCKLST:${it.id},2,"",0,`);
	});

	test("loses a close that falls into binary mode, and shows the socket as open", () => {
		const it = connected({ release });
		it.send(`AT+SOCKWR=${it.id},4\r\n`);
		it.after(200);
		it.peer.end();
		it.after(50);
		it.send("data");
		expect(it.after(60_000)).toBe("\r\nOK\r\n");
		expect(it.module.counters.eventsLost).toBe(1);
		expect(it.command("AT+SOCKLST")).toContain('"192.0.2.1",80');
	});

	test("loses a connection that comes up in binary mode, and gives up on it", () => {
		const it = connected({ release });
		it.world.network.listen("192.0.2.1", 81, () => {}, { latency: 500 });
		const other = opened(it);
		it.send(`AT+SOCKBR=${other},"192.0.2.1",81\r\n`);
		it.after(200);
		it.send(`AT+SOCKWR=${it.id},4\r\n`);
		it.after(2000);
		it.send("data");
		expect(it.after(12_000)).toContain(`+SOCKERR:${other},14`);
		expect(it.command("AT+SOCKLST")).not.toContain(String(other));
	});

	test("0.2.0 loses none", () => {
		const it = connected({ release: "0.2.0" });
		it.send(`AT+SOCKWR=${it.id},4\r\n`);
		it.after(200);
		it.peer.write("x");
		expect(it.after(50)).toContain("+SOCKRXT");
	});
});
