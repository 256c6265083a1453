import type { StationEvents } from "../../host-sim/world/radio";
import { type Bench, bench } from "./bench";

const start = (it: Bench) => {
	it.command('AT+WAPC=1,"MyAPSSID"');
	it.command("AT+WAPC=2,3");
	it.command('AT+WAPC=3,"MyAPPassword"');
	it.command("AT+WAPC=4,11");
	expect(it.command("AT+WAP=1")).toBe("OK\r\n");
};

/** A phone: what it hears. */
function phone(it: Bench, password = "MyAPPassword", mac = "00:01:02:03:04:05") {
	const heard: string[] = [];
	const events: StationEvents = {
		onUp: () => heard.push("up"),
		onAddress: (address) => heard.push(address),
		onFailed: (reason) => heard.push(reason),
		onDown: () => heard.push("down"),
	};
	const link = it.world.radio.join({ ssid: Buffer.from("MyAPSSID"), mac, securities: ["wpa2"], password }, events);
	return { heard, link };
}

describe("reference", () => {
	test("has the defaults of 5.3.3", () => {
		expect(bench().command("AT+WAPC")).toBe(
			'+WAPC:1,"DEMO_AP"\r\n+WAPC:2,0\r\n+WAPC:3,""\r\n+WAPC:4,6\r\n+WAPC:5,0\r\nOK\r\n',
		);
	});

	test("tells who joins, which address it was given, and who leaves", () => {
		const it = bench();
		start(it);
		expect(it.command("AT+WAP")).toBe("+WAP:1\r\nOK\r\n");
		const { heard, link } = phone(it);
		expect(it.after(1000)).toBe('+WAPSC:2,"00:01:02:03:04:05"\r\n+WAPAIP:2,"192.168.0.100"\r\n');
		expect(heard).toEqual(["up", "192.168.0.100"]);
		expect(it.command("AT+WAP")).toMatch(/^\+WAP:1,"00:01:02:03:04:05",-\d+\r\nOK\r\n$/);
		expect(it.module.state.accessPoint).toEqual({
			on: true,
			stations: [{ mac: "00:01:02:03:04:05", address: "192.168.0.100" }],
		});
		link.leave();
		expect(it.after(0)).toBe('+WAPSD:2,"00:01:02:03:04:05"\r\n');
	});

	test("gives every station its own ID and address", () => {
		const it = bench();
		start(it);
		phone(it);
		phone(it, "MyAPPassword", "00:01:02:03:04:06");
		const said = it.after(1000);
		expect(said).toContain('+WAPSC:3,"00:01:02:03:04:06"');
		expect(said).toContain('+WAPAIP:3,"192.168.0.101"');
	});

	test("turns away who has not the password", () => {
		const it = bench();
		start(it);
		const { heard } = phone(it, "guessed");
		expect(it.after(1000)).toBe("");
		expect(heard).toEqual(["password"]);
	});

	test("stopping sends the stations away", () => {
		const it = bench();
		start(it);
		const { heard } = phone(it);
		it.after(1000);
		expect(it.command("AT+WAP=0")).toBe('OK\r\n+WAPSD:2,"00:01:02:03:04:05"\r\n');
		expect(heard.at(-1)).toBe("down");
		expect(it.world.radio.accessPoints).toHaveLength(1);
		expect(it.command("AT+WAP")).toBe("+WAP:0\r\nOK\r\n");
	});

	test("cannot be configured while it is on", () => {
		const it = bench();
		start(it);
		expect(it.command("AT+WAPC=4,1")).toBe("ERROR:6\r\n");
		expect(it.command("AT+WAP=1")).toBe("ERROR:27\r\n");
	});

	test("does not support enterprise, nor passwords that are too short", () => {
		const it = bench();
		it.command("AT+WAPC=2,4");
		expect(it.command("AT+WAP=1")).toBe("ERROR:37\r\n");
		it.command("AT+WAPC=2,3");
		expect(it.command("AT+WAP=1")).toBe("ERROR:38\r\n");
	});

	test("can be hidden", () => {
		const it = bench();
		it.command("AT+WAPC=5,1");
		it.command("AT+WAP=1");
		expect(it.world.radio.heard(6).map(({ ssid }) => ssid.length)).toContain(0);
	});

	test("a listener is reachable by its stations", () => {
		const it = bench();
		start(it);
		phone(it);
		it.after(1000);
		it.command("AT+SOCKO=2");
		expect(it.command("AT+SOCKBL=1,80")).toBe("OK\r\n");
		it.world.network.dial("192.168.0.1", 80, { address: "192.168.0.100", port: 5000 });
		expect(it.after(100)).toBe('+SOCKIND:2,"192.168.0.1",80,"192.168.0.100",5000\r\n');
	});
});

describe("the firmware", () => {
	test("has no association IDs", () => {
		const it = bench({ release: "anycloud" });
		start(it);
		const { link } = phone(it);
		const said = it.after(1000);
		expect(said).toContain('+WAPSC:"00:01:02:03:04:05"\r\n');
		expect(said).toContain('+WAPAIP:"192.168.0.16"\r\n');
		link.leave();
		expect(it.after(0)).toBe('\r+WAPSD:"00:01:02:03:04:05"\r\n');
	});

	test("is a station or an access point, not both", () => {
		const it = bench({ release: "anycloud" });
		start(it);
		it.command('AT+WSTAC=1,"home"');
		expect(it.command("AT+WSTA=1")).toContain("ERROR:23");
		expect(it.command("AT+WAP=0")).toBe("OK\r\n");
		expect(it.command("AT+WAP=0")).toContain("ERROR:25");
		it.join();
		expect(it.command("AT+WAP=1")).toContain("ERROR:27");
	});
});

test("one module joins the other's access point, and they talk", () => {
	const a = bench();
	const b = bench({ world: a.world, mac: "00:1E:C0:00:00:02" });
	start(a);
	a.command("AT+SOCKO=2");
	a.command("AT+SOCKBL=1,7");
	b.command('AT+WSTAC=1,"MyAPSSID"');
	b.command("AT+WSTAC=2,3");
	b.command('AT+WSTAC=3,"MyAPPassword"');
	expect(b.command("AT+WSTA=1", 1000)).toContain('+WSTAAIP:1,"192.168.0.100"');
	b.connect("192.168.0.1", 7);
	expect(a.take()).toMatch(/\+SOCKIND:2,"192.168.0.1",7,"192.168.0.100",\d+\r\n$/);
	b.command('AT+SOCKWR=1,5,"hello"');
	expect(a.take()).toBe("+SOCKRXT:2,5\r\n");
	expect(a.command("AT+SOCKRD=2,1,10")).toBe('+SOCKRD:2,5,"hello"\r\nOK\r\n');
	a.command("AT+WAP=0");
	expect(b.take()).toContain("+WSTALD:1");
});
