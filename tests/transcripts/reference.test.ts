import { type Bench, bench, home } from "../module/bench";
import { playModule, type Stage } from "./play-module";
import { transcripts } from "./transcripts";

/* The reference's examples against the virtual module: how each is brought about. */

const myAP = {
	...home,
	ssid: "MyAP",
	bssid: "00:01:02:03:04:05",
	security: "wep",
	password: "MyAPPSK",
	dhcp: { address: "19.168.0.20" },
} as const;
const office = { ...home, dhcp: { address: "192.168.0.100" } };
const certificate = "app_client_cert_der_mosquitto_org";
const online = (it: Bench) => it.join();

const open = [
	{ ssid: "test-network", bssid: "98:FC:11:41:E7:7C", channel: 1, rssi: -57 },
	{ ssid: "Foo © bar", bssid: "24:F2:7F:A5:8B:81", channel: 6, rssi: -62 },
];
const others = [
	{ ssid: "enterprise-secure", bssid: "24:F2:7F:A5:8B:80", channel: 1, rssi: -62, security: "enterprise" },
	{ ssid: "cloaked", bssid: "24:F2:7F:A5:8B:81", channel: 11, rssi: -70, security: "wep", hidden: true },
] as const;

/** Opens sockets: 1 is UDP, 2 TCP. */
const sockets =
	(...protocols: number[]) =>
	(it: Bench) => {
		online(it);
		for (const protocol of protocols) it.command(`AT+SOCKO=${protocol}`);
	};

function broker(it: Bench): void {
	online(it);
	it.command('AT+MQTTC=1,"192.0.2.10"');
	it.command("AT+MQTTC=2,1883");
	it.command("AT+MQTTC=7,0");
}

function connectedToBroker(it: Bench): void {
	broker(it);
	it.command("AT+MQTTCONN=1");
}

let leaving: { leave(): void } | undefined;

const stages: Readonly<Record<string, Stage>> = {
	"3.1.4": { echo: true, capabilities: { echoAtBoot: false } },
	"4.2.7": { accessPoints: open },
	"4.3.7": { accessPoints: [open[0], others[0], open[1], others[1]] },
	"5.2.8": {
		accessPoints: [myAP],
		outside: [(it) => it.world.radio.accessPoints[0].set({ up: false })],
	},
	"5.4": {
		outside: [
			(it) => {
				const nothing = () => {};
				leaving = it.world.radio.join(
					{ ssid: Buffer.from("MyAPSSID"), mac: "00:01:02:03:04:05", securities: ["wpa"], password: "MyAPPassword" },
					{ onUp: nothing, onAddress: nothing, onFailed: nothing, onDown: nothing },
				);
			},
			() => leaving?.leave(),
		],
	},
	"6.2.6": { before: broker },
	"6.3.5": { before: connectedToBroker },
	"6.4.5": {
		before: (it) => {
			connectedToBroker(it);
			it.command('AT+MQTTSUB="Topic/name"');
		},
	},
	"6.5.7": { before: connectedToBroker },
	"6.6.5": { before: connectedToBroker },
	"7.1.4 TCP": { before: online },
	"7.1.4 UDP": { before: sockets(2, 2, 2, 2) },
	"7.2.5": {
		before: (it) => {
			it.world.network.listen("192.168.0.1", 4000, (peer) => it.world.clock.after(1500, () => peer.close()));
			sockets(1, 2, 2, 2)(it);
			it.command('AT+SOCKBR=4,"192.168.0.1",4000');
		},
	},
	"7.3.5 TCP": {
		before: sockets(2, 2, 2),
		outside: [(it) => it.world.network.dial("192.168.0.100", 6000, { address: "192.168.0.1", port: 12_345 })],
	},
	"7.3.5 UDP": { before: sockets(1) },
	"7.4.6 UDP": { before: sockets(1) },
	"7.4.6 TCP": {
		before: (it) => {
			it.world.network.listen("192.168.0.1", 9000, () => {});
			sockets(2, 2, 2, 2)(it);
		},
	},
	"7.5.4": { before: sockets(2, 2, 2, 2, 2, 2, 1) },
	"7.6.5": {
		before: (it) => {
			it.world.network.listen("192.168.0.1", 443, () => {}, { tls: { authority: Buffer.from("ca") } });
			sockets(2)(it);
			it.command('AT+SOCKBR=1,"192.168.0.1",443');
		},
	},
	"7.7.4": {
		before: (it) => {
			it.world.network.listen("192.168.0.1", 4000, () => {});
			sockets(2, 2, 1)(it);
			it.command("AT+SOCKBL=1,6000");
			it.command('AT+SOCKBR=2,"192.168.0.1",4000');
			it.command("AT+SOCKBL=3,12345");
			it.command('AT+SOCKBR=3,"192.168.0.2",4000');
		},
	},
	"7.8.4 terminal": { before: toHost },
	"7.8.4 non-terminal": { before: toHost },
	"7.9.4 terminal": { before: sockets(1) },
	"7.9.4 non-terminal": { before: sockets(1) },
	"7.10.6 TCP": {
		before: (it) => {
			it.world.network.listen("192.168.0.1", 80, (peer) =>
				it.world.clock.after(1500, () => peer.write(Buffer.from("Foo©bar"))),
			);
			sockets(2)(it);
			it.command('AT+SOCKBR=1,"192.168.0.1",80');
		},
	},
	"7.10.6 UDP": {
		before: (it) => {
			sockets(2, 2, 2, 1)(it);
			it.command("AT+SOCKBL=4,7000");
		},
		outside: [
			(it) => {
				const host = it.world.network.udpHost("1.2.3.4", 6000);
				host.send("7 bytes", { address: "192.168.0.100", port: 7000 });
			},
		],
	},
	"7.12.6": { before: online, names: { "www.example.com": "192.168.0.1" } },
	// an unanswered ping is silent: the example shows no answer
	"7.13.5": { before: online, names: { "www.example.com": "192.168.0.1" } },
	// what the reference shows no example of
	"4.2.6": {
		before: (it) => {
			it.world.radio.scansFail = true;
		},
	},
	"5.2.2": { before: online },
	"5.2.7": { before: (it) => it.command('AT+WSTAC=1,"nowhere"') },
	"5.4.2": { before: (it) => it.command("AT+WAP=1") },
	"6.1.2": { before: online },
	"3.1.2": { capabilities: { echoAtBoot: false } },
	"6.2.1": { before: connectedToBroker },
	"6.6.2": { before: connectedToBroker },
	"6.5.5": { before: connectedToBroker },
	"6.5.6": {
		before: (it) => {
			connectedToBroker(it);
			if (it.world.broker) it.world.broker.silent = true;
		},
	},
	"7.4.5": {
		before: (it) => {
			it.world.network.behave("192.0.2.1", "refused");
			sockets(2)(it);
		},
	},
	"7.7.2": {
		before: (it) => {
			it.world.network.listen("192.0.2.1", 80, () => {});
			sockets(2, 1)(it);
			it.command('AT+SOCKBR=1,"192.0.2.1",80');
		},
	},
	"7.8.2": { before: toHost },
	"7.9.2": { before: sockets(1) },
	"7.8.2 hexadecimal": { before: toHost },
	"7.9.2 hexadecimal": { before: sockets(1) },
	"7.13.2": { before: online, pings: { "2001:db8::6": 3 } },
	"5.4.3": {
		before: (it) => {
			it.command("AT+WAP=1");
			const nothing = () => {};
			const ssid = Buffer.from("DEMO_AP");
			const station = { ssid, mac: "00:01:02:03:04:05", securities: ["open"] as const, password: "" };
			it.world.radio.join(station, { onUp: nothing, onAddress: nothing, onFailed: nothing, onDown: nothing });
			it.after(2000);
		},
	},
	"7.10.4": { before: toTalker },
	"7.10.4 string": { before: toTalker },
	"7.11.4": {
		before: (it) => {
			it.command('AT+TLSC=1,1,"our-ca"');
			it.command('AT+TLSC=1,5,"host.example"');
		},
		certificates: { "our-ca": "our ca" },
	},
	"7.12.5": { before: (it) => it.world.names.silence("no.example") ?? online(it) },
	"7.12.3": { before: online, names: { "www.example.com": ["192.168.0.1", "2001:db8::1"] } },
	"7.13.4": { before: online, pings: { "192.0.2.1": 12 } },
	"7.17": {
		before: (it) => {
			online(it);
			const tls = { authority: Buffer.from("ca"), clientCertificate: Buffer.from("client") };
			it.world.network.listen("5.196.95.208", 8883, () => {}, { tls });
		},
		certificates: { [certificate]: "client" },
	},
};

/** A connection to a host that says something after a while. */
function toTalker(it: Bench): void {
	it.world.network.listen("192.168.0.1", 80, (peer) => it.world.clock.after(1500, () => peer.write("hello")));
	sockets(2)(it);
	it.command('AT+SOCKBR=1,"192.168.0.1",80');
}

function toHost(it: Bench): void {
	it.world.network.udpHost("192.168.0.1", 6000);
	sockets(1)(it);
	it.command('AT+SOCKBR=1,"192.168.0.1",6000');
}

describe("the reference's examples, as the virtual module plays them", () => {
	const examples = [...transcripts("reference"), ...transcripts("syntax")];
	test.each(examples.map((it) => [it.chapter, it.title, it] as const))("%s %s", (chapter, _title, example) => {
		playModule(example, { release: "reference", accessPoints: [office], ...stages[chapter] });
	});
	test("7.16.3 has another name for the line of 7.16.4: it can be played as well", () => {
		const it = bench({ capabilities: { revisionName: "+VER" } });
		expect(it.command("AT+GMR")).toMatch(/^\+VER:"[^"]+","[^"]+","[^"]+","[^"]+"\r\nOK\r\n$/);
	});

	test("every stage has its example", () => {
		const chapters = examples.map((it) => it.chapter);
		expect(Object.keys(stages).filter((it) => !chapters.includes(it))).toEqual([]);
		expect(chapters).toHaveLength(33 + 32);
	});
});
