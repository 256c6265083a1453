// Lines of an access point (reference 5.3, 5.4) in both spellings, and at odd times.

import type { Test } from "testing/behaviour";
import { behaviour } from "testing/behaviour";
import { Script } from "tests/device/scripted";

type Coded = (Error & { code: number }) | undefined;

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
