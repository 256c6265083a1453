import { type BenchOptions, bench } from "./bench";

const names = { "www.example.com": ["192.0.2.1", "192.0.2.2", "2001:db8::1"] };

const joined = (options: BenchOptions = {}) => {
	const it = bench({ names, pings: { "192.0.2.1": 12 }, ...options });
	it.join();
	return it;
};

describe("reference", () => {
	test("resolves a name, spaces and all as in the example", () => {
		expect(joined().command('AT+DNSRESOLV=1, "www.example.com"')).toBe(
			'OK\r\n+DNSRESOLV:1,"www.example.com","192.0.2.1"\r\n',
		);
	});

	test("resolves to an IPv6 address", () => {
		expect(joined().command('AT+DNSRESOLV=2,"www.example.com"')).toContain(
			'+DNSRESOLV:2,"www.example.com","2001:db8::1"',
		);
	});

	test("an address is its own answer", () => {
		expect(joined().command('AT+DNSRESOLV=1,"192.0.2.7"')).toBe('OK\r\n+DNSRESOLV:1,"192.0.2.7","192.0.2.7"\r\n');
	});

	test("tells why there is no answer", () => {
		const it = joined();
		expect(it.command('AT+DNSRESOLV=1,"nowhere.example"')).toBe("OK\r\n+DNSERROR:44\r\n");
		it.world.names.down = true;
		expect(it.command('AT+DNSRESOLV=1,"www.example.com"', 4900)).toBe("OK\r\n");
		expect(it.after(200)).toBe("+DNSERROR:42\r\n");
		expect(it.command('AT+DNSRESOLV=3,"www.example.com"')).toBe("ERROR:41\r\n");
	});

	test("answers several at once", () => {
		const it = joined({ names: { a: "192.0.2.1", b: "192.0.2.2" } });
		it.send('AT+DNSRESOLV=1,"a"\r\nAT+DNSRESOLV=1,"b"\r\n');
		const said = it.after(100);
		expect(said).toContain('"a","192.0.2.1"');
		expect(said).toContain('"b","192.0.2.2"');
	});

	test("needs a link", () => {
		expect(bench().command('AT+DNSRESOLV=1,"a"')).toBe("ERROR:9\r\n");
		expect(bench().command('AT+PING="a"')).toBe("ERROR:9\r\n");
	});

	test("pings addresses and names, and says nothing of who does not answer", () => {
		const it = joined();
		expect(it.command('AT+PING="192.0.2.1"')).toBe('OK\r\n+PING:"192.0.2.1",12\r\n');
		expect(it.command('AT+PING="www.example.com",1')).toBe('OK\r\n+PING:"192.0.2.1",12\r\n');
		expect(it.command('AT+PING="www.example.com",')).toBe('OK\r\n+PING:"192.0.2.1",12\r\n');
		expect(it.command('AT+PING="192.0.2.9"', 60_000)).toBe("OK\r\n");
		expect(it.command('AT+PING="nowhere.example"', 60_000)).toBe("OK\r\n");
		expect(it.command('AT+PING="192.0.2.1",3')).toBe("ERROR:4\r\n");
	});
});

describe("the firmware", () => {
	const release = "anycloud";

	test("tells every address, with 0 for the type", () => {
		expect(joined({ release }).command('AT+DNSRESOLV=1,"www.example.com"')).toBe(
			'OK\r\n\r+DNSRESOLV:0,"www.example.com","192.0.2.1"\r\n\r+DNSRESOLV:0,"www.example.com","192.0.2.2"\r\n',
		);
	});

	test("tells what it knows before its OK", () => {
		const it = joined({ release });
		expect(it.command('AT+DNSRESOLV=1,"192.0.2.7"')).toBe('+DNSRESOLV:0,"192.0.2.7","192.0.2.7"\r\nOK\r\n');
		it.command('AT+DNSRESOLV=1,"www.example.com"');
		expect(it.command('AT+DNSRESOLV=1,"www.example.com"')).toBe('+DNSRESOLV:0,"www.example.com","192.0.2.1"\r\nOK\r\n');
	});

	test("a second request cancels the first, silently", () => {
		const it = joined({ release, names: { a: "192.0.2.1", b: "192.0.2.2" } });
		it.world.names.delay = 1000;
		it.command('AT+DNSRESOLV=1,"a"', 100);
		const said = it.command('AT+DNSRESOLV=1,"b"', 10_000);
		expect(said).toContain('"b","192.0.2.2"');
		expect(said).not.toContain('"a"');
	});

	test("has nothing but a timeout to tell, and no AAAA", () => {
		const it = joined({ release });
		expect(it.command('AT+DNSRESOLV=1,"nowhere.example"', 5000)).toBe("OK\r\n");
		expect(it.after(200)).toMatch(/^\r\+DNSRESOLV:ERROR:42,"[^"]+"\r\n$/);
		expect(it.command('AT+DNSRESOLV=2,"www.example.com"')).toContain("ERROR:41");
	});

	test("pings by one parameter", () => {
		const it = joined({ release });
		expect(it.command('AT+PING="192.0.2.1",1')).toContain("ERROR:5");
		expect(it.command('AT+PING="www.example.com"')).toContain('+PING:"192.0.2.1",12');
	});
});
