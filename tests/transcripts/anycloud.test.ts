import { type Bench, home } from "../module/bench";
import { playModule, type Stage } from "./play-module";
import { transcripts } from "./transcripts";

/* What differs on the published firmware, against the virtual module: how each is brought about. */

const office = { ...home, dhcp: { address: "192.168.0.100", delay: 100 } };
const quoted = { ssid: 'a "b"', bssid: "00:01:02:03:04:05", channel: 1, rssi: -50 };
const host = "192.0.2.1";
const nothing = () => {};
const online = (it: Bench) => it.join();

/** A socket that is connected to a host which says something after a while. */
function connectedTo(text: string) {
	return (it: Bench) => {
		it.join();
		it.world.network.listen(host, 80, (peer) => {
			if (text) it.world.clock.after(30, () => peer.write(text));
		});
		it.connect(host, 80);
		it.after(500);
	};
}

function open(protocol: number, bind = "") {
	return (it: Bench) => {
		it.join();
		it.command(`AT+SOCKO=${protocol}`);
		if (bind) it.command(`AT+SOCKBL=${it.module.state.sockets[0].id},${bind}`);
	};
}

function broker(...commands: string[]) {
	return (it: Bench) => {
		it.join();
		for (const line of ['AT+MQTTC=1,"192.0.2.10"', "AT+MQTTC=2,1883", "AT+MQTTC=7,0", "AT+MQTTCONN=1", ...commands])
			it.command(line, 500);
	};
}

let guest: { leave(): void } | undefined;

const stages: Readonly<Record<string, Stage>> = {
	boot: { echo: true, before: (it) => it.module.powerOff(), outside: [(it) => it.module.powerOn()] },
	results: { before: online },
	station: { outside: [(it) => it.world.radio.accessPoints[0].set({ up: false })] },
	"station failure": { before: (it) => it.command('AT+WSTAC=1,"nowhere"') },
	"station stop": { before: (it) => it.command('AT+WSTAC=1,"nowhere"') },
	scan: { accessPoints: [quoted] },
	"access point": {
		outside: [
			(it) => {
				guest = it.world.radio.join(
					{ ssid: Buffer.from("MyAPSSID"), mac: "00:01:02:03:04:05", securities: ["wpa2"], password: "MyAPPassword" },
					{ onUp: nothing, onAddress: nothing, onFailed: nothing, onDown: nothing },
				);
			},
			() => guest?.leave(),
		],
	},
	resolver: { before: online, names: { "host.example": [host, "192.0.2.2"] } },
	"resolver failure": { before: online },
	TCP: {
		before: (it) => {
			it.join();
			it.world.network.listen(host, 80, (peer) => {
				peer.onData = (bytes) => {
					peer.write(bytes);
					it.world.clock.after(3000, () => peer.close());
				};
			});
		},
	},
	"TCP nothing to read": { before: connectedTo("") },
	"TCP binary write": { before: connectedTo("") },
	"TCP refused": { before: open(2) },
	"TCP strings": { before: connectedTo(`${"a".repeat(128)}bb`) },
	listener: {
		before: open(2),
		outside: [(it) => it.world.network.dial("192.168.0.100", 6000, { address: host, port: 12_345 })],
	},
	UDP: {
		before: (it) => {
			open(1, "7000")(it);
			const server = it.world.network.udpHost(host, 6000, (_bytes, from) => {
				it.world.clock.after(1000, () => server.send("packet", from));
			});
		},
	},
	multicast: { before: open(1, "7000") },
	TLS: {
		before: (it) => {
			it.join();
			it.world.network.listen(host, 443, nothing, { tls: { authority: Buffer.from("our ca") } });
			it.connect(host, 443);
		},
		certificates: { "our-ca": "our ca" },
	},
	MQTT: { before: online },
	"TLS configuration": {
		before: (it) => {
			it.command('AT+TLSC=1,1,"our-ca"');
			it.command('AT+TLSC=1,5,"host.example"');
		},
		certificates: { "our-ca": "our ca" },
	},
	"MQTT publication failure": {
		before: (it) => {
			broker()(it);
			if (it.world.broker) it.world.broker.silent = true;
		},
	},
	"socket list": { before: connectedTo("") },
	ping: { before: online, pings: { [host]: 12 } },
	"MQTT subscription": { before: broker() },
	"MQTT message": {
		before: broker('AT+MQTTSUB="status",1'),
		outside: [(it) => it.world.broker?.publish("status", '{"a":"b"}', { qos: 1 })],
	},
	"MQTT unsubscription": { before: broker('AT+MQTTSUB="status",1') },
	"MQTT publication": { before: broker() },
	"MQTT lost": { before: broker(), outside: [(it) => it.world.broker?.takeDown()] },
};

describe("the published firmware's ways, as the virtual module plays them", () => {
	const examples = transcripts("anycloud");
	test.each(examples.map((it) => [it.chapter, it.title, it] as const))("%s: %s", (chapter, _title, example) => {
		playModule(example, { release: "anycloud", accessPoints: [office], ...stages[chapter] });
	});
	test("every stage has its example", () => {
		const chapters = examples.map((it) => it.chapter);
		expect(Object.keys(stages).filter((it) => !chapters.includes(it))).toEqual([]);
	});
});
