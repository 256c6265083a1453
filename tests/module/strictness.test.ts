import { type Bench, bench } from "./bench";

const codeOf = (it: Bench, line: string) => {
	const said = it.command(line, 1000);
	const code = /^(?:ERROR:(\d+)|(OK))/m.exec(said);
	return code?.[2] ? 0 : Number(code?.[1]);
};

describe.each(["reference", "anycloud"] as const)("%s", (release) => {
	test.each([
		["AT+GMI=1", 5],
		["AT+SOCKO", 5],
		["AT+SOCKO=", 5],
		["AT+SOCKO=1,2", 5],
		['AT+SOCKO="2"', 4],
		["AT+SOCKO=3", 12],
		["AT+SOCKCL=77", 10],
		["AT+SOCKCL=[01]", 4],
		['AT+SOCKBR=77,"192.0.2.1",80', 10],
		['AT+SOCKBR=77,"192.0.2.1"', 5],
		["AT+SOCKBR=77,192,80", 4],
		['AT+WSTAC=1,"unterminated', 5],
		["AT+WSTAC=1,[4]", 5],
		["AT+WSTAC=1,[zz]", 5],
		["AT+WSTAC=77", 7],
		["AT+WSTA=2", 4],
		["AT+WSCNA=0", 4],
		["AT+WSCNA=99", 4],
		["AT+WSCNA", 5],
		['AT+MQTTSUB="a",0', 47],
		['AT+MQTTPUB=0,0,0,"a"', 5],
		['AT+MQTTPUB=0,3,0,"a","b"', 4],
		["AT+TLSC", 5],
		["AT+TLSC=9", 4],
		["AT+NOSUCHCOMMAND=1", 3],
		["BT+GMI", 2],
		["AT+,", 3],
	])("%s is refused with %i, and the next command works", (line, code) => {
		const it = bench({ release });
		it.join();
		expect(codeOf(it, line)).toBe(code);
		expect(it.command("AT+GMI")).toMatch(/^\+GMI[:=]"Microchip"\r\nOK\r\n$/);
	});

	test("the same answer comes wherever the command is cut", () => {
		const line = 'AT+WSTAC=1,"a name"\r\n';
		for (let cut = 1; cut < line.length; cut++) {
			const it = bench({ release });
			it.send(line.slice(0, cut));
			it.after(250);
			it.send(line.slice(cut));
			expect(it.after(250)).toBe("OK\r\n");
			expect(it.command("AT+WSTAC=1")).toBe('+WSTAC:1,"a name"\r\nOK\r\n');
		}
	});

	test("a command that comes byte by byte is the same command", () => {
		const it = bench({ release });
		for (const letter of "AT+WSTAC=4,11\r\n") {
			it.send(letter);
			it.after(7);
		}
		it.after(200);
		expect(it.command("AT+WSTAC=4")).toBe("+WSTAC:4,11\r\nOK\r\n");
	});

	test("empty lines get no answer", () => {
		expect(bench({ release }).command("\r\n\r\n", 1000)).toBe("");
	});

	test("credentials are in no trace", () => {
		const it = bench({ release });
		it.command('AT+WSTAC=3,"swordfish1"');
		it.command("AT+WSTAC=3");
		it.command("AT+WSTAC");
		it.command('AT+WSTAC=3,"swordfish1');
		it.command('AT+TLSC=1,4,"swordfish1"');
		it.command('AT+MQTTC=5,"swordfish1"');
		expect(it.traces.length).toBeGreaterThan(10);
		expect(JSON.stringify(it.traces)).not.toContain("swordfish1");
	});
});
