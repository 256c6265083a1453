// Numbers that the module may say, and that cannot be so: believed by nobody (reference 6.7, 7.8, 7.10).
import { behaviour, type Test } from "testing/behaviour";
import { Script } from "tests/device/scripted";
import type { WFI32 } from "wfi32/provider";

const ABSURD = [
	"-1",
	"-2147483648",
	"4294967295",
	"4294967296",
	"9999999999",
	"99999999999",
	"65536",
	"0x10",
	"1e9",
	"",
];
const ID = 7;
/** What a host with a port of 128 bytes may ask for at a time. */
const MOST = 128;

interface Stage {
	script: Script;
	wfi32: WFI32;
}

async function stage(t: Test): Promise<Stage> {
	const script = new Script((command) => {
		if (command.startsWith("AT+SOCKO=")) return `+SOCKO:${ID}\r\nOK\r\n`;
		if (command.startsWith("AT+SOCKBR=")) return `OK\r\n+SOCKIND:${ID},"192.168.0.100",49153,"192.0.2.1",80\r\n`;
		if (command.startsWith("AT+MQTTCONN=")) return "OK\r\n+MQTTCONNACK:0,0\r\n+MQTTCONN:1\r\n";
		if (command.startsWith("AT+MQTTSUB=")) return "OK\r\n+MQTTSUB:0\r\n";
		return undefined;
	});
	let ready = false;
	const wfi32 = script.provider({
		onReady: () => {
			ready = true;
		},
	});
	await t.until(() => ready, 5000, "the module");
	return { script, wfi32 };
}

/** The module still answers, and what it says is understood. */
async function works(t: Test, { script, wfi32 }: Stage): Promise<void> {
	const before = script.commands.length;
	const { timeouts } = wfi32.diagnostics;
	let done = false;
	new wfi32.Resolver({}).resolve({ host: "a.example" }, () => {
		done = true;
	});
	await t.until(() => script.commands.length > before, 5000, "a command");
	script.say('+DNSRESOLV:1,"a.example","192.0.2.9"\r\n+DNSERROR:1\r\n');
	await t.until(() => done, 10_000, "its end");
	t.equal(wfi32.diagnostics.timeouts, timeouts);
}

behaviour("how much of a stream waits: no more than the host can hold is asked for", async (t) => {
	for (const number of ABSURD) {
		const it = await stage(t);
		const { script, wfi32 } = it;
		let connected = false;
		const tcp = new wfi32.TCP({
			...{ address: "192.0.2.1", port: 80 },
			onWritable: () => {
				connected = true;
			},
			onError: () => {},
		});
		await t.until(() => connected, 5000, "connecting");
		script.commands.length = 0;
		script.say(`+SOCKRXT:${ID},${number}\r\n`);
		await t.advance(500);
		for (const command of script.commands) {
			if (!command.startsWith("AT+SOCKRD=")) continue;
			const count = Number(command.slice(command.lastIndexOf(",") + 1));
			t.ok(count > 0 && count <= MOST, `${command} for ${number}`);
		}
		tcp.close();
		await t.advance(500);
		await works(t, it);
	}
});

behaviour("how much of a stream follows: never more than was asked for is taken", async (t) => {
	for (const number of ABSURD) {
		const it = await stage(t);
		const { script, wfi32 } = it;
		let connected = false;
		let received = 0;
		let error: Error | undefined;
		const tcp = new wfi32.TCP({
			...{ address: "192.0.2.1", port: 80 },
			onWritable: () => {
				connected = true;
			},
			onReadable(count) {
				received += count;
			},
			onError: (told) => {
				error = told;
			},
		});
		await t.until(() => connected, 5000, "connecting");
		const { answers } = script;
		script.answers = (command) =>
			command.startsWith("AT+SOCKRD=") ? `+SOCKRD:${ID},${number}, #abcdefgh\r\nOK\r\n` : answers(command);
		script.say(`+SOCKRXT:${ID},8\r\n`);
		await t.until(() => error, 20_000, `the stream's end for ${number}`);
		t.equal(received, 0, number);
		tcp.close();
		script.answers = answers;
		await t.until(() => wfi32.diagnostics.resynchronisations > 0, 5000);
		await t.advance(5000);
		await works(t, it);
	}
});

behaviour("how long a datagram is", async (t) => {
	const it = await stage(t);
	const { script, wfi32 } = it;
	let readable = 0;
	const udp = new wfi32.UDP({
		port: 6000,
		onReadable(count) {
			readable += count;
		},
	});
	await t.advance(1000);
	for (const number of ABSURD) {
		script.commands.length = 0;
		script.say(`+SOCKRXU:${ID},"192.0.2.1",7,${number}\r\n`);
		await t.advance(500);
		for (const command of script.commands) {
			const [, count] = /^AT\+SOCKRD=\d+,\d,(\d+)$/.exec(command) ?? [];
			t.ok(count === undefined || Number(count) <= 2048, `${command} for ${number}`);
		}
	}
	t.equal(readable, 0);
	udp.close();
	await t.advance(500);
	await works(t, it);
});

behaviour("how long a message and its topic are", async (t) => {
	const it = await stage(t);
	const { script, wfi32 } = it;
	const heard: string[] = [];
	let up = false;
	const client = new wfi32.MQTTClient({
		host: "192.0.2.10",
		onControl: () => {
			up = true;
		},
		onReadable(count, { topic }) {
			heard.push(`${topic} ${count}`);
			this.read();
		},
	});
	await t.until(() => up, 5000, "the broker");
	const { malformedLines } = wfi32.diagnostics;
	for (const number of ABSURD) {
		script.say(`+MQTTPUB:${number},"a/b",4,"text"\r\n`);
		await t.advance(100);
		script.say(`+MQTTPUB:3,"a/b",${number},"text"\r\n`);
		await t.advance(100);
	}
	t.equal(heard, []);
	t.equal(wfi32.diagnostics.malformedLines, malformedLines + 2 * ABSURD.length);
	script.say('+MQTTPUB:3,"a/b",4,"text"\r\n');
	await t.until(() => heard.length > 0, 1000, "a message");
	t.equal(heard, ["a/b 4"]);
	client.close();
	await t.advance(500);
	await works(t, it);
});
