import { type Bench, bench, home } from "./bench";

/** The examples of the reference, as they stand there; what is a slip in it is told where it comes. */

const accessPoints = [
	{
		...home,
		ssid: "MyAP",
		bssid: "00:01:02:03:04:05",
		security: "wep",
		password: "MyAPPSK",
		dhcp: { address: "192.168.0.100" },
	},
	{ ssid: "test-network", bssid: "98:FC:11:41:E7:7C", channel: 1, rssi: -57 },
	{ ssid: "enterprise-secure", bssid: "24:F2:7F:A5:8B:80", channel: 1, rssi: -62, security: "enterprise" },
	{ ssid: "Foo © Bar", bssid: "24:F2:7F:A5:8B:81", channel: 6, rssi: -62 },
	{ ssid: "cloaked", bssid: "24:F2:7F:A5:8B:81", channel: 11, rssi: -70, security: "wep", hidden: true },
] as const;

function online(): Bench {
	const it = bench({ accessPoints, names: { "www.example.com": "192.168.0.1" }, pings: { "192.168.0.1": 3 } });
	// 5.2.8, with its spaces
	expect(it.command('AT+WSTAC=1, "MyAP"')).toBe("OK\r\n");
	expect(it.command("AT+WSTAC=2, 1")).toBe("OK\r\n");
	expect(it.command('AT+WSTAC=3,"MyAPPSK"')).toBe("OK\r\n");
	expect(it.command("AT+WSTA=1", 1000)).toBe('OK\r\n+WSTALU:1,"00:01:02:03:04:05",6\r\n+WSTAAIP:1,"192.168.0.100"\r\n');
	return it;
}

test("3.1.4", () => {
	expect(bench().command("ATE0")).toBe("OK\r\n");
});

test("4.1.5", () => {
	expect(bench().command("AT+WSCNC")).toBe("+WSCNC:1,30\r\n+WSCNC:2,300\r\nOK\r\n");
});

test("4.3.7", () => {
	const said = bench({ accessPoints }).command("AT+WSCNP=255", 10_000);
	expect(said).toMatch(/^OK\r\n/);
	expect(said).toContain('+WSCNIND:-57,0,1,"98:FC:11:41:E7:7C","test-network"\r\n');
	expect(said).toContain('+WSCNIND:-62,4,1,"24:F2:7F:A5:8B:80","enterprise-secure"\r\n');
	// the example has a space before the hexadecimal string, and drops a digit of it
	expect(said).toContain('+WSCNIND:-62,0,6,"24:F2:7F:A5:8B:81",[466F6F20C2A920426172]\r\n');
	expect(said).toContain('+WSCNIND:-70,1,11,"24:F2:7F:A5:8B:81",[]\r\n');
	expect(said).toMatch(/\+WSCNDONE\r\n$/);
});

test("5.2.8", () => {
	const it = online();
	// an RSSI of 0 by 5.2.3, and the type that was configured
	expect(it.command("AT+WSTA")).toBe('+WSTA:1,1,"MyAP",0,1\r\nOK\r\n');
});

test("6.2.6 to 6.6.5", () => {
	const it = online();
	it.command('AT+MQTTC=1,"192.0.2.10"');
	it.command("AT+MQTTC=2,1883");
	it.command("AT+MQTTC=7,0");
	expect(it.command("AT+MQTTCONN=1")).toBe("OK\r\n+MQTTCONNACK:0,0\r\n+MQTTCONN:1\r\n");
	expect(it.command('AT+MQTTSUB="Topic/name"')).toBe("OK\r\n+MQTTSUB:0\r\n");
	expect(it.command('AT+MQTTUNSUB="Topic/name"')).toBe("OK\r\n+MQTTUNSUB:1\r\n");
	expect(it.command('AT+MQTTPUB=0,1,0,"Topic/name","123456"')).toBe("OK\r\n+MQTTPUBACC\r\n");
	expect(it.command("AT+MQTTDISCONN")).toBe("OK\r\n+MQTTCONN:0\r\n");
});

test("7.1.4 to 7.5.4", () => {
	const it = online();
	it.world.network.listen("192.168.0.1", 9000, () => {});
	expect(it.command("AT+SOCKO=2")).toBe("+SOCKO:1\r\nOK\r\n");
	expect(it.command("AT+SOCKO=1")).toBe("+SOCKO:2\r\nOK\r\n");
	expect(it.command("AT+SOCKBL=1,6000")).toBe("OK\r\n");
	expect(it.command("AT+SOCKBL=2,6000")).toBe("OK\r\n");
	const peer = it.world.network.dial("192.168.0.100", 6000, { address: "192.168.0.1", port: 12_345 });
	expect(it.after(100)).toBe('+SOCKIND:3,"192.168.0.100",6000,"192.168.0.1",12345\r\n');
	peer.close();
	expect(it.after(100)).toBe("+SOCKCL:3\r\n");
	expect(it.command("AT+SOCKCL=3")).toBe("OK\r\n");
	expect(it.command('AT+SOCKBR=2,"192.168.0.1",6000')).toBe("OK\r\n");
	it.command("AT+SOCKO=2");
	expect(it.command('AT+SOCKBR=3,"192.168.0.1",9000')).toMatch(
		/^OK\r\n\+SOCKIND:3,"192.168.0.100",\d+,"192.168.0.1",9000\r\n$/,
	);
	it.command("AT+SOCKO=1");
	expect(it.command('AT+SOCKBM=4,"224.0.0.1",6000')).toBe("ERROR:14\r\n");
	expect(it.command('AT+SOCKBM=4,"224.0.0.1",6001')).toBe("OK\r\n");
});

test("7.8.4 and 7.9.4", () => {
	const it = online();
	const host = it.world.network.udpHost("192.168.0.1", 6000);
	it.command("AT+SOCKO=1");
	it.command('AT+SOCKBR=1,"192.168.0.1",6000');
	expect(it.command('AT+SOCKWR=1,7,"hello2u"')).toBe("OK\r\n");
	expect(it.command("AT+SOCKWR=1,7,[68656c6c663275]")).toBe("OK\r\n");
	expect(it.command("AT+SOCKWR=1,0")).toBe("#");
	it.send("One fine day+++");
	expect(it.after(10)).toBe("OK\r\n");
	expect(it.command('AT+SOCKWRTO=1,"192.168.0.1",6000,7,"hello2u"')).toBe("OK\r\n");
	expect(it.command('AT+SOCKWRTO=1,"192.168.0.1",6000,7,[68656c6c6f3275]')).toBe("OK\r\n");
	expect(it.command('AT+SOCKWRTO=1,"192.168.0.1",6000,0')).toBe("#");
	it.send("One fine day+++");
	expect(it.after(10)).toBe("OK\r\n");
	expect(host.received.map(({ text }) => text)).toEqual([
		"hello2u",
		"hellf2u",
		"One fine day",
		"hello2u",
		"hello2u",
		"One fine day",
	]);
});

test("7.10.6", () => {
	const it = online();
	it.world.network.listen("1.2.3.4", 80, (peer) => peer.write(Buffer.from("Foo©bar")));
	it.command("AT+SOCKO=2");
	// the example says 7 bytes and shows 8: these are 8
	expect(it.command('AT+SOCKBR=1,"1.2.3.4",80')).toContain("+SOCKRXT:1,8\r\n");
	expect(it.command("AT+SOCKRD=1,1,999")).toBe("+SOCKRD:1,8,[466F6FC2A9626172]\r\nOK\r\n");
	const host = it.world.network.udpHost("1.2.3.4", 6000);
	it.command("AT+SOCKO=1");
	it.command("AT+SOCKBL=2,6000");
	host.send("7 bytes", { address: "192.168.0.100", port: 6000 });
	expect(it.after(100)).toBe('+SOCKRXU:2,"1.2.3.4",6000,7\r\n');
	expect(it.command("AT+SOCKRD=2,2,999")).toBe("+SOCKRD:2,7, #7 bytes\r\nOK\r\n");
});

test("7.12.6 and 7.13.5", () => {
	const it = online();
	expect(it.command('AT+DNSRESOLV=1, "www.example.com"')).toBe(
		'OK\r\n+DNSRESOLV:1,"www.example.com","192.168.0.1"\r\n',
	);
	expect(it.command('AT+PING="www.example.com"')).toBe('OK\r\n+PING:"192.168.0.1",3\r\n');
});

test("7.14.4 to 7.16.4, with this chip's names", () => {
	const it = bench();
	expect(it.command("AT+GMI")).toBe('+GMI:"Microchip"\r\nOK\r\n');
	expect(it.command("AT+GMM")).toMatch(/^\+GMM:"[^"]+"\r\nOK\r\n$/);
	expect(it.command("AT+GMR")).toMatch(/^\+GMR:"[^"]+","[^"]+","[^"]+","[^"]+"\r\nOK\r\n$/);
	expect(bench({ capabilities: { revisionName: "+VER" } }).command("AT+GMR")).toMatch(/^\+VER:/);
});

test("7.17", () => {
	const name = "app_client_cert_der_mosquitto_org";
	const it = bench({ accessPoints: [home], certificates: { [name]: "client" } });
	it.join();
	it.world.network.listen("5.196.95.208", 8883, () => {}, { tls: { authority: "ca", clientCertificate: "client" } });
	expect(it.command(`AT+TLSC=1,2,"${name}"`)).toBe("OK\r\n");
	expect(it.command("AT+SOCKO=2")).toBe("+SOCKO:1\r\nOK\r\n");
	expect(it.command('AT+SOCKBR=1,"5.196.95.208",8883')).toContain("+SOCKIND:1,");
	expect(it.command("AT+SOCKTLS=1,1")).toBe("OK\r\n+SOCKTLS:1\r\n");
});
