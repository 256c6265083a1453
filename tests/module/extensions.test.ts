import { bench } from "./bench";

test("AT+RST resets without an answer; the echo is on again", () => {
	const it = bench({ release: "anycloud" });
	it.join();
	expect(it.command("AT+RST", 400)).toBe("");
	expect(it.after(300)).toBe("\r\nOK\r\n>");
	expect(it.command("AT+WSTA")).toBe("AT+WSTA\r\n+WSTA:0\r\nOK\r\n>");
});

test("AT+IPR tells and sets the speed, the OK still at the old one", () => {
	const it = bench({ release: "anycloud" });
	expect(it.command("AT+IPR")).toBe("+IPR:230400\r\nOK\r\n");
	expect(it.command("AT+IPR=12345")).toContain("ERROR:4");
	const speeds: number[] = [];
	it.module.onBaud = (baud) => speeds.push(baud);
	it.send("AT+IPR=9600\r\n");
	while (!it.take()) it.world.clock.advance(1);
	expect(it.module.baud).toBe(230_400);
	it.after(200);
	expect(speeds).toEqual([9600]);
	it.module.reset();
	expect(it.module.baud).toBe(230_400);
});

test("AT+LOADCERT takes a certificate, and nothing else", () => {
	const it = bench({ release: "anycloud" });
	expect(it.command('AT+LOADCERT=4,"mine"')).toBe("#");
	it.send("junk");
	expect(it.after(200)).toBe("+LOADCERT:1\r\n");
	expect(it.command('AT+LOADCERT=1501,"mine"')).toContain("ERROR:4");
	expect(it.command("AT")).toBe("OK\r\n");
});

test.each(["AT+RST", "AT+IPR", 'AT+LOADCERT=4,"mine"'])("the reference does not know %s", (line) => {
	expect(bench().command(line)).toBe("ERROR:3\r\n");
});

test("1.0.1 cannot load certificates", () => {
	expect(bench({ release: "1.0.1" }).command('AT+LOADCERT=4,"mine"')).toContain("ERROR:3");
});
