import {
	CR_LF_AHEAD,
	events,
	type Manner,
	messages,
	PUBLISHED,
	payloads,
	REFERENCE,
	type Stream,
	scans,
} from "../../bench/streams";
import type { Peer } from "../../host-sim/world/memory/index";
import { type Bench, bench, home } from "../module/bench";

/* The streams that are measured have the lines that the virtual module sends. */

const AP = { ...home, ssid: "our-guests", channel: 11 };
const OTHER = { ...home, ssid: "a network with a long name", bssid: "24:F2:7F:A5:8B:81" };
const TOPIC = "house/kitchen/climate";

/** With every number as 9, and every name as x. */
const shape = (text: string) => text.replaceAll(/"[^"]*"/g, '"x"').replaceAll(/-?\d+/g, "9");
const latin1 = (bytes: Uint8Array) => Buffer.from(bytes).toString("latin1");
const textOf = ({ bursts }: Stream) => bursts.map(latin1).join("");

/** What a module has sent: data's events by turns, an answer of n bytes, a scan's lines, a message. */
interface Recording {
	events: string;
	answer: string;
	scan: string;
	/** The same by the millisecond in which they came. */
	scanned: string[];
	message: string;
	ids: number[];
}

const SIZE = 128;

function record(release: "reference" | "0.3.1"): Recording {
	const it: Bench = bench({ release, accessPoints: [home, AP, OTHER] });
	const peers: Peer[] = [];
	it.world.network.listen("192.0.2.1", 9, (peer) => peers.push(peer));
	it.join();
	const ids = [it.connect("192.0.2.1", 9), it.connect("192.0.2.1", 9)];
	const told = peers.map((peer, i) => {
		peer.write(new Uint8Array(SIZE * (i + 1)));
		return it.after(500);
	});
	const answer = it.command(`AT+SOCKRD=${ids[0]},2,${SIZE}`, 1000);
	it.command('AT+MQTTC=1,"192.0.2.10"');
	it.command("AT+MQTTC=2,1883");
	it.command("AT+MQTTC=7,0");
	it.command("AT+MQTTCONN=1", 1000);
	it.command(`AT+MQTTSUB="${TOPIC}",0`, 1000);
	it.world.broker.publish(TOPIC, "temperature=20.5 humidity=40");
	const message = it.after(1000);
	it.send("AT+WSCNA=255\r\n");
	const scanned: string[] = [];
	for (let ms = 0; ms < 5000; ms++) {
		const lines = it.after(1).match(/\r?\+WSCNIND[^\r]*\r\n/g);
		if (lines) scanned.push(lines.join(""));
	}
	return { events: told.join(""), answer, scan: scanned.join(""), scanned, message, ids };
}

/** What stands first of a stream: as many lines as were recorded. */
const first = (stream: Stream, { length }: string) => shape(textOf(stream)).slice(0, length);

const recordings = { reference: record("reference"), anycloud: record("0.3.1") };

describe.each([
	["reference", REFERENCE],
	["anycloud", PUBLISHED],
] as const)("%s", (name, manner: Manner) => {
	const recording = recordings[name];

	test("events", () => {
		const said = shape(recording.events);
		expect(said).toContain("+SOCKRXT");
		expect(first(events(8192, manner), said)).toBe(said);
	});

	test("scan lines, and whether they come one by one", () => {
		const said = shape(recording.scan);
		expect(said.match(/\+WSCNIND/g)).toHaveLength(3);
		expect(first(scans(8192, manner), said)).toBe(said);
		expect(recording.scanned.length > 1).toBe(manner.separate ?? false);
	});

	test("messages", () => {
		const said = shape(recording.message);
		expect(said).toContain("+MQTTPUB");
		expect(first(messages(8192, manner), said)).toBe(said);
	});

	test("answers with a payload", () => {
		const [given] = payloads(1, manner, SIZE).bursts;
		// the payload itself is whatever was sent
		const around = (text: string) => {
			const at = text.indexOf("#") + 1;
			return [shape(text.slice(0, at)), text.slice(at + SIZE)];
		};
		expect(around(latin1(given))).toEqual(around(recording.answer));
	});

	test("IDs of as many digits", () => {
		expect(manner.ids.map((it) => String(it).length)).toEqual(recording.ids.map((it) => String(it).length));
	});
});

test("with CR LF ahead it is the same but for that", () => {
	for (const make of [events, scans, messages, payloads] as ((n: number, manner: Manner) => Stream)[]) {
		const [ahead] = make(1000, CR_LF_AHEAD).bursts;
		const [nothing] = make(1000, REFERENCE).bursts;
		const text = latin1(nothing);
		expect(latin1(ahead).slice(0, 2 + 8)).toBe(`\r\n${text.slice(0, 8)}`);
	}
});
