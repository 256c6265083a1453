// Lines of the chapters without sockets that the virtual module does not send, and lines that come at odd times.

import type { Test } from "testing/behaviour";
import { behaviour } from "testing/behaviour";
import { Script } from "tests/device/scripted";
import type { WFI32 } from "wfi32/provider";
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
	script.say(`${indication('"x"')}${end}+WSCNERROR\r\n`);
	await t.advance(100);
	t.equal(wfi32.diagnostics.unknownLines, 0);
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

/** An access point that was started. */
async function accessPoint(t: Test, answers: (command: string) => string | undefined = () => undefined) {
	const script = new Script(answers);
	const wfi32 = script.provider();
	const events: string[] = [];
	let error: Coded;
	const it = new wfi32.AccessPoint({
		SSID: "gate",
		onStarted: () => events.push("started"),
		onJoined: (station) => events.push(`joined ${station.MAC}`),
		onAddress: (station) => events.push(`${station.MAC} ${station.address}`),
		onLeft: (station) => events.push(`left ${station.MAC}`),
		onError: (it) => {
			error = it as Coded;
			events.push("error");
		},
	});
	await t.until(() => events.length, 5000);
	const say = async (text: string) => {
		events.length = 0;
		script.say(text);
		await t.advance(50);
		return events.join(", ");
	};
	return { script, it, say, events, error: () => error };
}

const a = "00:01:02:03:04:05";
const b = "00:01:02:03:04:aa";

behaviour("stations by association IDs, as in the reference", async (t) => {
	const { say, it } = await accessPoint(t);
	t.equal(await say(`+WAPSC:2,"${a}"\r\n+WAPSC:3,"00:01:02:03:04:AA"\r\n`), `joined ${a}, joined ${b}`);
	t.equal(await say('+WAPAIP:3,"192.168.0.101"\r\n'), `${b} 192.168.0.101`);
	t.equal(await say('+WAPAIP:2,"192.168.0.100"\r\n'), `${a} 192.168.0.100`);
	t.equal(await say('+WAPAIP:2,"192.168.0.100"\r\n'), "", "renewed");
	t.equal(await say("+WAPSD:3\r\n"), `left ${b}`, "without the BSSID");
	t.equal(await say(`+WAPSD:2,"${a}"\r\n`), `left ${a}`);
	t.equal(await say(`+WAPSD:2,"${a}"\r\n`), "", "again");
	t.equal(it.stations, []);
});

behaviour("stations without association IDs, as in the firmware: who waits longest gets the address", async (t) => {
	const { say, it } = await accessPoint(t);
	t.equal(await say(`+WAPSC:"${a}"\r\n+WAPSC:"${b}"\r\n`), `joined ${a}, joined ${b}`);
	t.equal(await say('+WAPAIP:"192.168.0.100"\r\n'), `${a} 192.168.0.100`);
	t.equal(await say('+WAPAIP:"192.168.0.101"\r\n'), `${b} 192.168.0.101`);
	t.equal(
		it.stations.map(({ address }) => address),
		["192.168.0.100", "192.168.0.101"],
	);
	t.equal(await say(`+WAPSD:"${b}"\r\n`), `left ${b}`);
	t.equal(await say('+WAPAIP:"192.168.0.7"\r\n'), `${a} 192.168.0.7`, "the only one there is");
	t.equal(await say(`+WAPSC:"${a}"\r\n`), `left ${a}, joined ${a}`, "it has come back unnoticed");
	t.equal(it.stations[0].address, undefined);
});

behaviour("lines of stations that are torn are counted, and change nothing", async (t) => {
	const { say, it } = await accessPoint(t);
	t.equal(await say('+WAPSC:2\r\n+WAPSC:\r\n+WAPSC:2,"00:01\r\n+WAPAIP:2\r\n+WAPSD\r\n+WAPSD:x\r\n'), "");
	t.equal(it.stations, []);
});

behaviour("refresh finds those whose coming or going was not told", async (t) => {
	let status = "+WAP:1\r\nOK\r\n";
	const { say, it, events } = await accessPoint(t, (command) => (command === "AT+WAP" ? status : undefined));
	await say(`+WAPSC:2,"${a}"\r\n`);
	events.length = 0;
	status = `+WAP:1,"${a}",-40\r\n+WAP:1,"${b}",-71\r\nOK\r\n`;
	let told: unknown;
	it.refresh((_error, stations) => {
		told = stations?.map(({ MAC, RSSI }) => `${MAC} ${RSSI}`);
	});
	await t.until(() => told, 1000);
	t.equal(events, [`joined ${b}`]);
	t.equal(told, [`${a} -40`, `${b} -71`]);
	events.length = 0;
	status = "+WAP:1\r\nOK\r\n";
	told = undefined;
	it.refresh(() => {
		told = true;
	});
	await t.until(() => told, 1000);
	t.equal(events, [`left ${a}`, `left ${b}`]);
	status = "ERROR:1\r\n";
	told = undefined;
	it.refresh((error) => {
		told = (error as Coded)?.code;
	});
	await t.until(() => told, 1000);
	t.equal(told, 1);
});

behaviour("an access point that ends by itself, or fails after its OK, is told", async (t) => {
	const stopped = await accessPoint(t);
	t.equal(await stopped.say("+WAP:1\r\n"), "");
	t.equal(await stopped.say("+WAP:0\r\n"), "error");
	t.equal(stopped.error()?.code, -2);
	const failed = await accessPoint(t);
	t.equal(await failed.say('+WAP:ERROR:28,"Soft AP start failed"\r\n'), "error");
	t.equal(failed.error()?.code, 28);
	const refused = await accessPoint(t, (command) => (command === "AT+WAP=1" ? "ERROR:27\r\n" : undefined));
	t.equal(refused.error()?.code, 27);
	t.equal(refused.error()?.message.includes("+WAP"), true);
});

behaviour("what the module stores of the access point is read, whatever else it prints", async (t) => {
	const lines =
		'+WAPC:1,"say "hi""\r\n+WAPC:2,0\r\n+WAPC:3,"open sesame"\r\n+WAPC:4,6\r\n+WAPC:5,1\r\n+WAPC:6,"x"\r\nOK\r\n';
	const { it } = await accessPoint(t, (command) => (command === "AT+WAPC" ? lines : undefined));
	let told: unknown;
	it.configuration((_error, configuration) => {
		told = configuration;
	});
	await t.until(() => told, 1000);
	t.equal(told, { SSID: 'say "hi"', security: "none", channel: 6, hidden: true });
	const partly = await accessPoint(t, (command) => (command === "AT+WAPC" ? "+WAPC:2,0\r\nOK\r\n" : undefined));
	partly.it.configuration((error) => {
		told = (error as Coded)?.code;
	});
	await t.until(() => told === -3, 1000);
});

/** What a resolution comes to when the module says `lines`. */
async function resolved(t: Test, lines: string, version: 4 | 6 = 4): Promise<string | number> {
	const script = new Script((command) => (command.startsWith("AT+DNSRESOLV") ? lines : undefined));
	const wfi32 = script.provider();
	let outcome: string | number | undefined;
	new wfi32.Resolver({}).resolve({ host: "www.example.com", version }, (error, address) => {
		outcome = error ? (error as Error & { code: number }).code : address;
	});
	await t.until(() => outcome !== undefined, 15_000);
	t.equal(script.commands.at(-1), `AT+DNSRESOLV=${version === 6 ? 2 : 1},"www.example.com"`);
	wfi32.close();
	return outcome as string | number;
}

behaviour("answers to a resolution in every spelling", async (t) => {
	t.equal(await resolved(t, 'OK\r\n+DNSRESOLV:1,"www.example.com","192.168.0.1"\r\n'), "192.168.0.1");
	t.equal(await resolved(t, '+DNSRESOLV:1,"www.example.com","192.168.0.1"\r\nOK\r\n'), "192.168.0.1");
	t.equal(await resolved(t, 'OK\r\n+DNSRESOLV:0,"WWW.example.com","10.0.0.1"\r\n'), "10.0.0.1");
	const other = '+DNSRESOLV:1,"old.example.com","10.0.0.9"\r\n';
	t.equal(await resolved(t, `OK\r\n${other}+DNSRESOLV:1,"www.example.com","10.0.0.1"\r\n`), "10.0.0.1");
	const four = '+DNSRESOLV:1,"www.example.com","10.0.0.1"\r\n';
	t.equal(await resolved(t, `OK\r\n${four}+DNSRESOLV:2,"www.example.com","2001:db8::1"\r\n`, 6), "2001:db8::1");
	t.equal(await resolved(t, 'OK\r\n+DNSRESOLV:1,"www.example.com"\r\n'), -12, "no answer in it");
	t.equal(await resolved(t, 'OK\r\n+DNSRESOLV:1,"www.example.com",""\r\n'), -12);
	t.equal(await resolved(t, "OK\r\n+DNSERROR:42\r\n"), 42);
	t.equal(await resolved(t, 'OK\r\n+DNSRESOLV:ERROR:42,"DNS timed out"\r\n'), 42);
	t.equal(await resolved(t, "+DNSERROR:42\r\nOK\r\n"), 42);
	t.equal(await resolved(t, "OK\r\n+DNSERROR\r\n"), 1, "without a code");
	t.equal(await resolved(t, "ERROR:41\r\n"), 41);
	t.equal(await resolved(t, 'OK\r\n+DNSRESOLV:1,"www.exa\r\n'), -6, "torn");
});

/** What a single ping comes to. */
async function pinged(t: Test, lines: string, wfi32?: WFI32): Promise<string> {
	const script = new Script((command) => (command.startsWith("AT+PING") ? lines : undefined));
	const provider = wfi32 ?? script.provider();
	let outcome = "";
	new provider.Ping({
		address: "192.0.2.1",
		count: 1,
		onReply: (roundTrip, address) => {
			outcome = `${address} ${roundTrip}`;
		},
		onTimeout: () => {
			outcome = "timeout";
		},
		onError: (error) => {
			outcome = `error ${error.code}`;
		},
	});
	await t.until(() => outcome, 15_000);
	provider.close();
	return outcome;
}

behaviour("answers to a ping in every spelling", async (t) => {
	t.equal(await pinged(t, 'OK\r\n+PING:"192.0.2.1",1\r\n'), "192.0.2.1 1");
	t.equal(await pinged(t, "OK\r\n+PING:192.0.2.1,1\r\n"), "192.0.2.1 1");
	t.equal(await pinged(t, '+PING:"192.0.2.1",0\r\nOK\r\n'), "192.0.2.1 0");
	t.equal(await pinged(t, 'OK\r\n+PING:"192.0.2.2",1\r\n+PING:"192.0.2.1",2\r\n'), "192.0.2.1 2", "not from another");
	t.equal(await pinged(t, 'OK\r\n+PING:"192.0.2.1",4000\r\n'), "timeout", "not of an earlier one");
	t.equal(await pinged(t, 'OK\r\n+PING:ERROR:43,"Ping failed"\r\n'), "error 43");
	t.equal(await pinged(t, "ERROR:43\r\n"), "error 43");
	t.equal(await pinged(t, "OK\r\n+PING:\r\n"), "timeout");
});

/** What loading a certificate comes to, when the module answers `after` to its bytes. */
async function loaded(t: Test, before: string, after: string): Promise<{ code: number; script: Script; wfi32: WFI32 }> {
	const script = new Script((command) => {
		if (!command.startsWith("AT+LOADCERT")) return undefined;
		if (before.includes("#")) script.expected = 9;
		return before;
	});
	script.onData = () => script.say(after);
	const wfi32 = script.provider({ release: "0.3.1" });
	let code: number | undefined;
	wfi32.loadCertificate({ name: 'my "ca"', data: Uint8Array.from([0, 10, 13, 35, 43, 43, 43, 255, 65]) }, (error) => {
		code = error ? error.code : 0;
	});
	await t.until(() => code !== undefined, 20_000);
	return { code: code as number, script, wfi32 };
}

behaviour("a certificate's bytes go out as they are, and its end is understood in every spelling", async (t) => {
	const { code, script } = await loaded(t, "\r\n#", "+LOADCERT:0\r\n");
	t.equal(code, 0);
	t.equal(script.commands.at(-1), 'AT+LOADCERT=9,"my \\"ca\\""');
	t.equal(script.data, "\0\n\r#+++ÿA");
	t.equal((await loaded(t, "#", "\r\nOK\r\n")).code, 0);
	t.equal((await loaded(t, "#", '+LOADCERT:"my ca",9\r\nOK\r\n')).code, 0);
	t.equal((await loaded(t, "#", "+LOADCERT:1\r\n")).code, 1);
	t.equal((await loaded(t, "#", '+LOADCERT:ERROR:7,"x"\r\n')).code, 7);
	t.equal((await loaded(t, "#", "ERROR:4\r\n")).code, 4);
	t.equal((await loaded(t, "ERROR:3\r\n", "")).code, 3);
});

behaviour("an OK behind the certificate's line is not taken for the next command's", async (t) => {
	const { code, wfi32, script } = await loaded(t, "#", "+LOADCERT:0\r\nOK\r\n");
	t.equal(code, 0);
	script.answers = (command) => (command === "AT+WSCNC" ? "+WSCNC:1,30\r\n+WSCNC:2,300\r\nOK\r\n" : undefined);
	let told: unknown;
	new wfi32.WiFi({}).configureScan({}, (_error, configuration) => {
		told = configuration;
	});
	await t.until(() => told, 1000);
	t.equal(told, { activeTime: 30, passiveTime: 300 });
	t.equal(wfi32.diagnostics.strayResults, 0);
});

behaviour("a command longer than the release understands is never sent", async (t) => {
	for (const [release, longest] of [
		["1.0.1", 127],
		["0.3.0", 256],
		["0.3.1", 512],
	] as const) {
		const script = new Script((command) => (command.startsWith("AT+DNSRESOLV") ? "OK\r\n+DNSERROR:42\r\n" : undefined));
		const wfi32 = script.provider({ release });
		const resolver = new wfi32.Resolver({});
		const codes: number[] = [];
		const fits = longest - 'AT+DNSRESOLV=1,""\r\n'.length;
		const most = fits < 252 ? fits : 252;
		for (const length of [most, most + 1])
			resolver.resolve({ host: "x".repeat(length) }, (error) => codes.push((error as Error & { code: number }).code));
		await t.until(() => codes.length === 2, 15_000);
		t.equal(codes, [42, fits <= 252 ? -5 : 42], release);
		t.ok(
			script.commands.every((it) => it.length + 2 <= longest),
			release,
		);
		wfi32.close();
	}
});

behaviour("a command without an answer fails for whoever asked, and for nobody else", async (t) => {
	const mute = ["AT+WSCNA", "AT+DNSRESOLV", "AT+PING", "AT+TLSC"];
	const script = new Script((command) => (mute.some((it) => command.startsWith(it)) ? "" : undefined));
	const wfi32 = script.provider();
	const codes: { [what: string]: number } = {};
	const note = (what: string) => (error: unknown) => {
		codes[what] = (error as { code: number } | undefined)?.code ?? 0;
	};
	new wfi32.WiFi({}).scan({ onFound() {}, onComplete: note("scan") });
	new wfi32.Resolver({}).resolve({ host: "www.example.com" }, note("resolver"));
	new wfi32.Ping({ host: "www.example.com", onError: note("ping") });
	await t.until(() => Object.keys(codes).length === 3, 60_000);
	t.equal(codes, { scan: -1, resolver: -1, ping: -1 });
	t.equal(wfi32.diagnostics.timeouts, 3);
	script.answers = (command) =>
		command.startsWith("AT+DNSRESOLV") ? 'OK\r\n+DNSRESOLV:1,"www.example.com","192.0.2.1"\r\n' : undefined;
	let address: string | undefined;
	new wfi32.Resolver({}).resolve({ host: "www.example.com" }, (_error, it) => {
		address = it;
	});
	await t.until(() => address, 10_000);
	t.equal(address, "192.0.2.1");
});

behaviour("after trouble the access point's stations are asked for again", async (t) => {
	let status = "+WAP:0\r\nOK\r\n";
	const { script, it, events, say } = await accessPoint(t, (command) => {
		if (command === "AT+WAP") return status;
		return command.startsWith("AT+WAPC") && command.length === 7 ? "" : undefined;
	});
	await say(`+WAPSC:2,"${a}"\r\n`);
	events.length = 0;
	status = `+WAP:1,"${b}",-50\r\nOK\r\n`;
	let code: number | undefined;
	it.configuration((error) => {
		code = (error as Coded)?.code;
	});
	await t.until(() => code !== undefined && events.length, 20_000);
	t.equal(code, -1);
	t.equal(events, [`joined ${b}`], "a line may stand for many: who is missing may be there");
	events.length = 0;
	status = "+WAP:0\r\nOK\r\n";
	it.configuration(() => {});
	await t.until(() => events.length, 20_000);
	t.equal(events, ["error"], "it has ended meanwhile");
	t.ok(script.commands.filter((command) => command === "AT+WAP").length >= 3);
});
