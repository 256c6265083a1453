import { bench } from "./bench";

const accessPoints = [
	{ ssid: "test-network", bssid: "98:FC:11:41:E7:7C", channel: 1, rssi: -57 },
	{ ssid: "Foo © Bar", bssid: "24:F2:7F:A5:8B:81", channel: 6, rssi: -62, security: "wpa" },
	{ ssid: "cloaked", bssid: "24:F2:7F:A5:8B:82", channel: 11, rssi: -70, security: "wpa2", hidden: true },
	{ ssid: "office", bssid: "24:F2:7F:A5:8B:83", channel: 11, rssi: -71, security: "enterprise" },
] as const;

describe("reference", () => {
	test("finds every network, with its security, channel and name", () => {
		const it = bench({ accessPoints });
		expect(it.command("AT+WSCNA=255", 5000)).toBe(
			[
				"OK",
				'+WSCNIND:-57,0,1,"98:FC:11:41:E7:7C","test-network"',
				'+WSCNIND:-62,2,6,"24:F2:7F:A5:8B:81",[466F6F20C2A920426172]',
				'+WSCNIND:-70,3,11,"24:F2:7F:A5:8B:82",[]',
				'+WSCNIND:-71,4,11,"24:F2:7F:A5:8B:83","office"',
				"+WSCNDONE",
				"",
			].join("\r\n"),
		);
	});

	test("scans one channel", () => {
		const said = bench({ accessPoints }).command("AT+WSCNA=6", 5000);
		expect(said.match(/\+WSCNIND/g)).toHaveLength(1);
		expect(said).toContain("+WSCNDONE");
	});

	test("an active scan for an SSID finds a cloaked network, a passive one does not", () => {
		const it = bench({ accessPoints });
		expect(it.command('AT+WSCNA=255,"cloaked"', 5000)).toBe(
			'OK\r\n+WSCNIND:-70,3,11,"24:F2:7F:A5:8B:82","cloaked"\r\n+WSCNDONE\r\n',
		);
		expect(it.command('AT+WSCNP=255,"cloaked"', 5000)).toBe("OK\r\n+WSCNDONE\r\n");
	});

	test("takes as long as it was configured to, on every channel", () => {
		const it = bench({ accessPoints });
		it.command("AT+WSCNC=1,100");
		expect(it.command("AT+WSCNA=1", 99)).toBe("OK\r\n");
		expect(it.after(1)).toContain("+WSCNDONE");
		expect(it.command("AT+WSCNA=255", 1399)).toBe("OK\r\n");
		expect(it.after(1)).toContain("+WSCNDONE");
	});

	test("has the defaults of the example", () => {
		expect(bench().command("AT+WSCNC")).toBe("+WSCNC:1,30\r\n+WSCNC:2,300\r\nOK\r\n");
	});

	test("refuses a second scan while one runs", () => {
		const it = bench();
		it.command("AT+WSCNP=255", 10);
		expect(it.command("AT+WSCNA=1", 10)).toBe("ERROR:8\r\n");
		expect(it.after(10_000)).toContain("+WSCNDONE");
		expect(it.command("AT+WSCNA=1", 10)).toBe("OK\r\n");
	});

	test("a scan that fails says so, and the next one can be asked for", () => {
		const it = bench({ accessPoints });
		it.world.radio.scansFail = true;
		for (const command of ["AT+WSCNA=255", 'AT+WSCNP=6,"cloaked"'])
			expect(it.command(command, 5000)).toBe("OK\r\n+WSCNERROR\r\n");
		it.world.radio.scansFail = false;
		expect(it.command("AT+WSCNA=6", 5000)).toContain("+WSCNDONE");
	});

	test("a scan that finds nothing is done all the same", () => {
		expect(bench({ accessPoints: [] }).command("AT+WSCNA=255", 5000)).toBe("OK\r\n+WSCNDONE\r\n");
	});
});

describe("the firmware", () => {
	test("tells one network a turn, and leaves enterprise out", () => {
		const it = bench({ release: "anycloud", accessPoints });
		it.command("AT+WSCNC=1,1");
		const said: string[] = [];
		it.send("AT+WSCNA=255\r\n");
		for (let i = 0; i < 8; i++) said.push(it.after(100));
		expect(said.filter((text) => text.includes("+WSCNIND"))).toHaveLength(3);
		expect(said.join("")).not.toContain("office");
		expect(said.join("")).toContain("+WSCNDONE");
	});

	test("a scan that fails says nothing, and the next one can be asked for", () => {
		const it = bench({ release: "anycloud", accessPoints });
		it.world.radio.scansFail = true;
		expect(it.command("AT+WSCNA=255", 60_000)).toBe("OK\r\n");
		it.world.radio.scansFail = false;
		expect(it.command("AT+WSCNA=255", 60_000)).toContain("+WSCNIND");
	});

	test("a scan that finds nothing never ends", () => {
		const it = bench({ release: "anycloud", accessPoints: [] });
		expect(it.command("AT+WSCNA=255", 60_000)).toBe("OK\r\n");
	});

	test("a scan for an SSID ends at the first network of another name (listed bug 6)", () => {
		const it = bench({ release: "anycloud", accessPoints });
		expect(it.command('AT+WSCNA=255,"cloaked"', 60_000)).toBe("OK\r\n");
		expect(it.command('AT+WSCNA=1,"test-network"', 60_000)).toContain("+WSCNIND");
	});
});
