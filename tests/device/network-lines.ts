// Lines of resolutions, pings and certificates (reference 7.12, 7.13) in every spelling, and commands without an answer.

import type { Test } from "testing/behaviour";
import { behaviour } from "testing/behaviour";
import { Script } from "tests/device/scripted";
import type { WFI32 } from "wfi32/provider";

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
