// Lines of a scan (reference 4) that the virtual module does not send, and lines that come at odd times.

import type { Test } from "testing/behaviour";
import { behaviour } from "testing/behaviour";
import { Script } from "tests/device/scripted";
import type { WiFiScanResult } from "wfi32/wifi";

type Coded = (Error & { code: number }) | undefined;

/** A scan whose lines are given: everything that was told. */
async function scanned(t: Test, lines: string): Promise<{ found: WiFiScanResult[]; error: Coded; malformed: number }> {
	const script = new Script((command) => (command.startsWith("AT+WSCN") ? lines : undefined));
	const wfi32 = script.provider();
	const found: WiFiScanResult[] = [];
	let completed = false;
	let error: Coded;
	new wfi32.WiFi({}).scan({
		onFound: (result) => found.push(result),
		onComplete: (it) => {
			completed = true;
			error = it as Coded;
		},
	});
	await t.until(() => completed, 20_000);
	return { found, error, malformed: wfi32.diagnostics.malformedLines };
}

const indication = (ssid: string) => `+WSCNIND:-57,3,1,"98:FC:11:41:E7:7C",${ssid}\r\n`;
const end = "+WSCNDONE\r\n";

behaviour("the reference's own examples of a scan", async (t) => {
	const { found, malformed } = await scanned(
		t,
		'OK\r\n+WSCNIND:-57,0,1,"98:FC:11:41:E7:7C","test-network"\r\n' +
			'+WSCNIND:-62,4,1,"24:F2:7F:A5:8B:80","enterprise-secure"\r\n' +
			'+WSCNIND:-62,0,6,"24:F2:7F:A5:8B:81", [466F6F20C2A920626172]\r\n' +
			'+WSCNIND:-70,1,11,"24:F2:7F:A5:8B:81",[]\r\n+WSCNDONE\r\n',
	);
	t.equal(malformed, 0);
	t.equal(found, [
		{ SSID: "test-network", BSSID: "98:fc:11:41:e7:7c", RSSI: -57, channel: 1, security: "none" },
		{ SSID: "enterprise-secure", BSSID: "24:f2:7f:a5:8b:80", RSSI: -62, channel: 1, security: "wpa2_enterprise" },
		{ SSID: "Foo © bar", BSSID: "24:f2:7f:a5:8b:81", RSSI: -62, channel: 6, security: "none" },
		{ SSID: "", BSSID: "24:f2:7f:a5:8b:81", RSSI: -70, channel: 11, security: "wep" },
	]);
});

behaviour("an SSID as the last field: escaped, not escaped, hexadecimal, bare", async (t) => {
	const spellings: [string, string][] = [
		['"plain"', "plain"],
		['""', ""],
		['"""', '"'],
		['"say "hi""', 'say "hi"'],
		['"a","b"', 'a","b'],
		['"say \\"hi\\""', 'say "hi"'],
		['"back\\\\slash"', "back\\slash"],
		['"back\\slash"', "back\\slash"],
		['"ends with \\"', "ends with \\"],
		['"tab\\there"', "tab\there"],
		['"\\"half", escaped"', '\\"half", escaped'],
		["[41 42]", ""],
		["[4142]", "AB"],
		["[00ff]", "\0ÿ"],
		["bare name", "bare name"],
	];
	const { found, malformed } = await scanned(t, `OK\r\n${spellings.map(([line]) => indication(line)).join("")}${end}`);
	const expected = spellings.filter(([line]) => line !== "[41 42]");
	t.equal(
		found.map((it) => it.SSID),
		expected.map(([, name]) => name),
	);
	t.equal(malformed, 1);
});

behaviour("an indication that is torn or impossible is counted, and not told", async (t) => {
	const torn = [
		'+WSCNIND:-57,3,1,"98:FC:11:41:E7:7C"\r\n',
		'+WSCNIND:-57,3,1,"98:FC:11:41:E7:7C","half\r\n',
		'+WSCNIND:-57,3,x,"98:FC:11:41:E7:7C","name"\r\n',
		"+WSCNIND:\r\n",
		'+WSCNIND:-57,3,1,"98:FC:11:41:E7:7C",[4]\r\n',
		indication(`"${"x".repeat(33)}"`),
	];
	const { found, error, malformed } = await scanned(t, `OK\r\n${torn.join("")}${indication('"good"')}${end}`);
	t.equal(
		found.map((it) => it.SSID),
		["good"],
	);
	t.equal([error, malformed], [undefined, torn.length]);
});

behaviour("a security type that the reference does not have is unknown", async (t) => {
	const { found } = await scanned(t, `OK\r\n+WSCNIND:-57,9,1,"98:FC:11:41:E7:7C","x"\r\n${end}`);
	t.equal(found[0].security, "unknown");
});

behaviour("networks and the end that come before the command's OK count", async (t) => {
	const { found, error } = await scanned(t, `${indication('"early"')}${end}OK\r\n`);
	t.equal([found.length, error], [1, undefined]);
});

behaviour("a scan that fails: by a result, by an event, with a code or without", async (t) => {
	t.equal((await scanned(t, "ERROR:8\r\n")).error?.code, 8);
	t.equal((await scanned(t, "OK\r\n+WSCNERROR\r\n")).error?.code, 8);
	t.equal((await scanned(t, "OK\r\n+WSCNERROR:3\r\n")).error?.code, 3);
	const early = await scanned(t, `${indication('"x"')}+WSCNERROR\r\nOK\r\n`);
	t.equal([early.found.length, early.error?.code], [1, 8]);
});

behaviour("scan lines that nobody has asked for are nobody's", async (t) => {
	const script = new Script();
	const wfi32 = script.provider();
	await t.advance(3000);
	// a program that never scans does not know these lines at all
	script.say(`${indication('"x"')}${end}+WSCNERROR\r\n`);
	await t.advance(100);
	t.equal(wfi32.diagnostics.unknownLines, 3);
	let before = 0;
	new wfi32.WiFi({}).scan({ onFound() {}, onComplete: () => before++ });
	await t.advance(500);
	script.say(end);
	await t.until(() => before, 1000);
	// one that has scanned does
	script.say(`${indication('"x"')}${end}+WSCNERROR\r\n`);
	await t.advance(100);
	t.equal(wfi32.diagnostics.unknownLines, 3);
	let completed = 0;
	new wfi32.WiFi({}).scan({
		onFound: () => {
			completed += 10;
		},
		onComplete: () => {
			completed++;
		},
	});
	await t.advance(1000);
	t.equal(completed, 0, "the events before were not of this scan");
	script.say(end);
	await t.until(() => completed, 1000);
	t.equal(completed, 1);
});

behaviour("a scan configuration that is not told fails", async (t) => {
	const script = new Script((command) => (command === "AT+WSCNC" ? "+WSCNC:1,30\r\nOK\r\n" : undefined));
	const wfi32 = script.provider();
	let code: number | undefined;
	new wfi32.WiFi({}).configureScan({}, (error) => {
		code = (error as Coded)?.code;
	});
	await t.until(() => code !== undefined, 5000);
	t.equal(code, -3);
});
