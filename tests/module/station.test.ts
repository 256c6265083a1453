import { type Bench, bench, home } from "./bench";

const configure = (it: Bench, ssid: string, type = 3, password: string = home.password) => {
	it.command(`AT+WSTAC=1,"${ssid}"`);
	it.command(`AT+WSTAC=2,${type}`);
	it.command(`AT+WSTAC=3,"${password}"`);
};

describe("reference", () => {
	test("joins, tells the link and then the address", () => {
		const it = bench();
		configure(it, "home");
		expect(it.command("AT+WSTA=1", 2000)).toBe(
			'OK\r\n+WSTALU:1,"24:F2:7F:A5:8B:80",6\r\n+WSTAAIP:1,"192.168.0.100"\r\n',
		);
		expect(it.command("AT+WSTA")).toBe('+WSTA:1,1,"home",0,3\r\nOK\r\n');
		expect(it.module.state).toMatchObject({
			station: { state: "connected", bssid: home.bssid, channel: 6 },
			address: "192.168.0.100",
		});
	});

	test("takes as long as the access point and its DHCP server do", () => {
		const it = bench({ accessPoints: [{ ...home, joinDelay: 700, dhcp: { address: "10.0.0.7", delay: 1500 } }] });
		configure(it, "home");
		expect(it.command("AT+WSTA=1", 699)).toBe("OK\r\n");
		expect(it.after(1)).toContain("+WSTALU");
		expect(it.after(1499)).toBe("");
		expect(it.after(1)).toBe('+WSTAAIP:1,"10.0.0.7"\r\n');
	});

	test("stays without an address where nobody gives one", () => {
		const it = bench({ accessPoints: [{ ...home, dhcp: false }] });
		configure(it, "home");
		expect(it.command("AT+WSTA=1", 60_000)).not.toContain("+WSTAAIP");
		expect(it.module.state.address).toBeUndefined();
	});

	test.each([
		["an unknown network", "elsewhere", 3, home.password],
		["a wrong password", "home", 3, "wrong horse"],
		["another security", "home", 2, home.password],
		["no security", "home", 0, ""],
	])("says +WSTAERR for %s", (_what, ssid, type, password) => {
		const it = bench();
		configure(it, ssid, type, password);
		expect(it.command("AT+WSTA=1", 5000)).toBe("OK\r\n+WSTAERR:24\r\n");
		expect(it.command("AT+WSTA")).toBe("+WSTA:1,0\r\nOK\r\n");
		configure(it, "home");
		expect(it.command("AT+WSTA=1", 5000)).toContain("+WSTAAIP");
	});

	test("joins only on the channel it was given", () => {
		const it = bench();
		configure(it, "home");
		it.command("AT+WSTAC=4,11");
		expect(it.command("AT+WSTA=1", 5000)).toContain("+WSTAERR");
		it.command("AT+WSTAC=4,6");
		expect(it.command("AT+WSTA=1", 5000)).toContain("+WSTALU");
	});

	test("joins the strongest of several access points", () => {
		const other = { ...home, bssid: "24:F2:7F:A5:8B:99", channel: 11, rssi: -30 };
		const it = bench({ accessPoints: [home, other] });
		configure(it, "home");
		expect(it.command("AT+WSTA=1", 2000)).toContain('+WSTALU:1,"24:F2:7F:A5:8B:99",11');
	});

	test("needs an SSID, and credentials that fit", () => {
		const it = bench();
		expect(it.command("AT+WSTA=1")).toBe("ERROR:4\r\n");
		configure(it, "home", 3, "short");
		expect(it.command("AT+WSTA=1")).toBe("ERROR:38\r\n");
	});

	test("takes an SSID in hexadecimal, and enterprise credentials", () => {
		const ssid = Buffer.from("Foo © Bar");
		const it = bench({
			accessPoints: [{ ...home, ssid, security: "enterprise", username: "me", password: "secret*word" }],
		});
		it.command(`AT+WSTAC=1,[${ssid.toString("hex")}]`);
		it.command("AT+WSTAC=2,4");
		it.command('AT+WSTAC=3,"me*secret*word"');
		expect(it.command("AT+WSTA=1", 2000)).toContain("+WSTALU");
		expect(it.command("AT+WSTAC=1")).toBe("+WSTAC:1,[466F6F20C2A920426172]\r\nOK\r\n");
	});

	test("tells a lost link, and can join again", () => {
		const it = bench();
		it.join();
		it.world.radio.accessPoints[0]!.set({ up: false });
		expect(it.after(0)).toBe("+WSTALD:1\r\n");
		expect(it.module.state.address).toBeUndefined();
		it.world.radio.accessPoints[0]!.set({ up: true });
		expect(it.after(60_000)).toBe("");
		expect(it.command("AT+WSTA=1", 2000)).toContain("+WSTAAIP");
	});

	test("leaves, and says so behind the OK", () => {
		const it = bench();
		it.join();
		expect(it.command("AT+WSTA=0")).toBe("OK\r\n+WSTALD:1\r\n");
		expect(it.world.radio.accessPoints[0]!.stations).toEqual([]);
		expect(it.command("AT+WSTA=0")).toBe("OK\r\n");
	});

	test("gives up joining when it is told to", () => {
		const it = bench();
		configure(it, "home");
		it.command("AT+WSTA=1", 50);
		expect(it.command("AT+WSTA=0", 5000)).toBe("OK\r\n");
	});

	test("cannot be configured while connected", () => {
		const it = bench();
		it.join();
		expect(it.command('AT+WSTAC=1,"other"')).toBe("ERROR:6\r\n");
		expect(it.command("AT+WSTAC=1")).toBe('+WSTAC:1,"home"\r\nOK\r\n');
		expect(it.command("AT+WSTA=1")).toBe("ERROR:23\r\n");
	});

	test.each([
		`AT+WSTAC=1,"${"x".repeat(33)}"`,
		"AT+WSTAC=1,5",
		'AT+WSTAC=2,"open"',
		"AT+WSTAC=2,9",
		"AT+WSTAC=4,0",
		"AT+WSTAC=13,2",
	])("%s is refused, and changes nothing", (line) => {
		const it = bench();
		const before = it.command("AT+WSTAC");
		expect(it.command(line)).toBe("ERROR:4\r\n");
		expect(it.command("AT+WSTAC")).toBe(before);
	});

	test("+WSTALD may come without its ID", () => {
		const it = bench({ capabilities: { linkDownId: false } });
		it.join();
		expect(it.command("AT+WSTA=0")).toBe("OK\r\n+WSTALD\r\n");
	});
});

describe("the firmware", () => {
	test("says nothing of a failed join, goes on calling it joining, and can be asked again", () => {
		const it = bench({ release: "anycloud" });
		configure(it, "elsewhere");
		expect(it.command("AT+WSTA=1", 300)).toBe("OK\r\n");
		expect(it.command('AT+WSTAC=1,"home"')).toContain("ERROR:6");
		expect(it.after(60_000)).toBe("");
		expect(it.command("AT+WSTA=0")).toContain("ERROR:21");
		expect(it.command("AT+WSTA")).toBe("+WSTA:0\r\nOK\r\n");
		expect(it.command('AT+WSTAC=1,"home"')).toBe("OK\r\n");
		expect(it.command("AT+WSTA=1", 2000)).toContain("+WSTALU");
	});

	test("tells a failed join when it was given a timeout", () => {
		const it = bench({ release: "anycloud" });
		configure(it, "elsewhere");
		expect(it.command("AT+WSTA=1,3000", 2500)).toBe("OK\r\n");
		expect(it.after(1000)).toMatch(/^\r\+WSTA:ERROR:24,"[^"]+"\r\n$/);
		expect(it.command("AT+WSTA=0")).toContain("ERROR:21");
	});

	test("a timeout does not end a connection that was made", () => {
		const it = bench({ release: "anycloud" });
		configure(it, "home");
		expect(it.command("AT+WSTA=1,3000", 60_000)).not.toContain("ERROR");
	});

	test("has no association IDs, and tells the time unasked", () => {
		const it = bench({ release: "anycloud" });
		configure(it, "home");
		const said = it.command("AT+WSTA=1", 2000);
		expect(said).toContain('+WSTALU:"24:F2:7F:A5:8B:80",6\r\n');
		expect(said).toContain('+WSTAAIP:"192.168.0.100"\r\n');
		expect(said).toMatch(/\+TIME:\d+,\d+\r\n/);
		it.world.radio.accessPoints[0]!.kick();
		expect(it.after(0)).toBe("\r+WSTALD\r\n");
		expect(it.command("AT+WSTA")).toBe("+WSTA:0\r\nOK\r\n");
	});

	test("stores an empty string, yet refuses it (listed bug 1)", () => {
		const it = bench({ release: "anycloud" });
		it.command('AT+WSTAC=1,"home"');
		expect(it.command('AT+WSTAC=1,""')).toContain("ERROR:7");
		expect(it.command("AT+WSTAC=1")).toBe("+WSTAC:1,[]\r\nOK\r\n");
	});

	test("prints the whole configuration without the plus (listed bug 7)", () => {
		const it = bench({ release: "anycloud" });
		expect(it.command("AT+WSTAC")).toMatch(/^WSTAC:1,\[\]\r\nWSTAC:2,0\r\n/);
		expect(it.command("AT+WSTAC=2")).toBe("+WSTAC:2,0\r\nOK\r\n");
	});

	test("type 2 joins WPA and WPA2 networks", () => {
		const it = bench({ release: "anycloud" });
		configure(it, "home", 2);
		expect(it.command("AT+WSTA=1", 2000)).toContain("+WSTALU");
	});

	test.each([1, 4])("refuses security type %i", (type) => {
		const it = bench({ release: "anycloud" });
		configure(it, "home", type);
		expect(it.command("AT+WSTA=1")).toContain("ERROR:4");
	});
});
