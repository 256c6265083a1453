import { fromHex, unescaped } from "../../tools/console/bytes";
import { complete } from "../../tools/console/completion";
import { helpFor, overview, ownCommands } from "../../tools/console/help";
import { commands, lines } from "../../tools/wire/table/index";

test("everything has help, and is in the overview", () => {
	const all = overview().join("\n");
	for (const { name } of [...commands, ...ownCommands]) {
		expect(all).toContain(`  ${name} `);
		expect({ name, help: helpFor(name) }).toEqual({ name, help: expect.any(Array) });
	}
	for (const { name } of lines) expect({ name, help: helpFor(name) }).toEqual({ name, help: expect.any(Array) });
});

test("help on a command has its forms, its chapter, its parameters with their values, the lines that belong to it", () => {
	const help = helpFor("at+wstac")?.join("\n");
	expect(help).toContain("AT+WSTAC=<PARAM_ID>,<PARAM_VAL>");
	expect(help).toContain("(reference 5.1.2)");
	expect(help).toMatch(/2 SEC_TYPE +integer: 0 open, 1 WEP, /);
	expect(help).toMatch(/3 CREDENTIALS +string, never shown/);
	expect(help).toContain("see also +WSTAC");
	expect(helpFor("+SOCKIND")?.join("\n")).toMatch(/\+SOCKIND:<SOCK_ID>,<LCL_ADDR>.*7\.4\.4/s);
	expect(helpFor("AT+RST")?.join("\n")).toContain("the published firmware's own");
});

test("help on a number is what that code means, on nothing known is none", () => {
	expect(helpFor("24")).toEqual(["24: connecting the station failed"]);
	expect(helpFor("AT+NOPE")).toBeUndefined();
	expect(helpFor("horse")).toBeUndefined();
});

test("a name is completed, in either case", () => {
	expect(complete("AT+GM").lines).toEqual(["AT+GMI", "AT+GMM", "AT+GMR"]);
	expect(complete("at+sockb").lines).toEqual(["AT+SOCKBL", "AT+SOCKBR", "AT+SOCKBM"]);
	expect(complete(".tr").lines).toEqual([".transcript"]);
	expect(complete(".help +SOCKR").lines).toEqual([".help +SOCKRXT", ".help +SOCKRXU", ".help +SOCKRD"]);
	expect(complete("AT+NOPE").lines).toEqual([]);
	expect(complete("").lines).toEqual([...commands, ...ownCommands].map(({ name }) => name));
});

test("among parameters, the one at hand is told of; the only number that it can be is completed", () => {
	expect(complete("AT+SOCKO=").hints.join()).toMatch(/<PROTOCOL> +integer: 1 UDP, 2 TCP/);
	expect(complete("AT+WSTAC=").hints.join("\n")).toMatch(/<PARAM_ID>.*\n.*1 SSID/);
	expect(complete("AT+WSTAC=2,").hints.join()).toMatch(/<SEC_TYPE> +integer: 0 open/);
	expect(complete("AT+WSTAC=4,").lines).toEqual(["AT+WSTAC=4,255"]);
	expect(complete('AT+SOCKWRTO=1,"a,b",').hints.join()).toContain("<RMT_PORT>");
	expect(complete("AT+SOCKCL=1,").hints).toEqual(["  nothing more belongs here"]);
	expect(complete("AT+NOPE=")).toEqual({ lines: [], hints: [] });
});

test("bytes as they are typed", () => {
	expect(unescaped("a\\r\\n\\x00\\\\é")).toEqual(Buffer.from("a\r\n\0\\é"));
	expect(unescaped("\\q \\x0")).toEqual(Buffer.from("\\q \\x0"));
	expect(fromHex("48 65 6C6c 6f")).toEqual(Buffer.from("Hello"));
	for (const wrong of ["", "4", "4g", "hello"]) expect(fromHex(wrong)).toBeUndefined();
});
