// How the driver is brought to say the examples of chapters 7.1 to 7.11, and 7.17.

import { bytesOf } from "tests/device/dialogue";
import type { Act, Stage } from "tests/device/stage";
import { Listener } from "wfi32/listener";
import { TCP } from "wfi32/tcp";
import { TLS } from "wfi32/tls";
import { UDP } from "wfi32/udp";

const FIRMWARE = "0.3.1";
/** The ID that stands in the firmware's examples. */
const ID = 43_210;

function textOf(data: ArrayBuffer | number | undefined): string {
	if (typeof data !== "object") return `${data}`;
	let text = "";
	for (const byte of new Uint8Array(data)) text += String.fromCharCode(byte);
	return text;
}

/** A UDP socket that is bound. */
async function bound(stage: Stage, id: number, port: number): Promise<UDP> {
	stage.dialogue.ids.push(id);
	const udp = new UDP({ port }, stage.driver);
	await stage.t.advance(500);
	return udp;
}

/** A UDP socket that sends and receives in the example. */
async function datagram(stage: Stage, udp: UDP, address: string): Promise<void> {
	udp.write(bytesOf("hello2u"), address, 6000);
	await stage.t.advance(500);
}

const listens = (id: number, connection: { remote: string; port: number }): Act => ({
	async play(stage) {
		stage.dialogue.ids.push(id);
		let tcp: TCP | undefined;
		const listener = new Listener(
			{
				port: 6000,
				onReadable() {
					tcp = this.read();
				},
			},
			stage.driver,
		);
		await stage.until(() => tcp, "the connection");
		const it = new TCP({ from: tcp as TCP }, stage.driver);
		stage.t.equal([it.remoteAddress, it.remotePort], [connection.remote, connection.port]);
		it.close();
		listener.close();
		await stage.t.advance(500);
	},
});

/** A read as a string: as long as a listener is open, when the firmware may lose events in binary mode. */
const readsText = (id: number, waiting: string, expected: string): Act => ({
	release: FIRMWARE,
	async play(stage) {
		stage.dialogue.ids.push(99);
		new Listener({ port: 6000 }, stage.driver);
		await stage.t.advance(500);
		let text = "";
		await stage.connected(id, {
			onReadable() {
				text += textOf(this.read());
			},
		});
		stage.dialogue.begin();
		if (waiting) stage.dialogue.say(waiting);
		await stage.until(() => text.length === expected.length, "the data");
		stage.t.equal(text, expected);
	},
});

const secures = (id: number): Act => ({
	async play(stage) {
		stage.dialogue.ids.push(id);
		let open = false;
		const options = { address: "192.168.0.1", port: 443, tls: { host: "host.example", ca: "our-ca" } };
		new TLS({ ...options, onWritable: () => (open = true) }, stage.driver);
		await stage.until(() => open, "the handshake");
	},
});

/** What a former life has left open is closed, as far as it is listed. */
const closesListed = (id: number): Act => ({
	fromBoot: true,
	async play({ t, dialogue }) {
		t.equal(dialogue.others.at(-2), `AT+SOCKCL=${id}`);
		t.equal(dialogue.others.at(-1), "AT+SOCKLST");
	},
});

export const socketActs: { readonly [chapter: string]: Act } = {
	"7.1.4 TCP": {
		async play(stage) {
			const tcp = new TCP({ address: "192.0.2.1", port: 80 }, stage.driver);
			await stage.t.advance(500);
			tcp.close();
			await stage.t.advance(500);
			stage.t.equal(stage.dialogue.others.at(-1), "AT+SOCKCL=1");
		},
	},
	"7.1.4 UDP": {
		async play(stage) {
			const udp = new UDP({ port: 7000 }, stage.driver);
			await stage.t.advance(500);
			udp.close();
			await stage.t.advance(500);
			stage.t.equal(stage.dialogue.others.at(-1), "AT+SOCKCL=5");
		},
	},
	"7.2.5": {
		async play(stage) {
			stage.dialogue.armed = false;
			const two = await stage.connected(2);
			let closed = false;
			const four = await stage.connected(4, { onError: () => (closed = true) });
			stage.dialogue.armed = true;
			two.close();
			await stage.until(() => closed, "the peer's closing");
			four.close();
			await stage.t.advance(500);
		},
	},
	"7.3.5 TCP": listens(2, { remote: "192.168.0.1", port: 12_345 }),
	listener: listens(ID, { remote: "192.0.2.1", port: 12_345 }),
	"7.3.5 UDP": {
		async play(stage) {
			await bound(stage, 1, 6000);
		},
	},
	"7.4.6 TCP": {
		async play(stage) {
			stage.dialogue.ids.push(4);
			let open = false;
			const tcp = new TCP({ address: "192.168.0.1", port: 9000, onWritable: () => (open = true) }, stage.driver);
			await stage.until(() => open, "the connection");
			stage.t.equal([tcp.remoteAddress, tcp.remotePort], ["192.168.0.1", 9000]);
		},
	},
	"7.5.4": {
		async play(stage) {
			(await bound(stage, 7, 6000)).add("224.0.0.1");
			await stage.t.advance(500);
		},
	},
	multicast: {
		async play(stage) {
			(await bound(stage, ID, 7000)).add("224.0.0.1");
			await stage.t.advance(500);
		},
	},
	"7.6.5": secures(1),
	TLS: secures(ID),
	"7.7.4": closesListed(1),
	"socket list": closesListed(ID),
	"7.8.4 terminal": {
		release: FIRMWARE,
		async play(stage) {
			const tcp = await stage.connected(1);
			tcp.write(bytesOf("hello2u"));
			await stage.t.advance(500);
		},
	},
	"7.4.6 UDP": {
		async play(stage) {
			stage.dialogue.ids.push(1);
			new UDP({ port: 7000, remote: { address: "192.168.0.1", port: 6000 } }, stage.driver);
			await stage.t.advance(500);
		},
	},
	"7.8.4 non-terminal": {
		async play(stage) {
			(await stage.connected(1, { form: "unbounded" })).write(bytesOf("One fine day"));
			await stage.t.advance(500);
		},
	},
	"7.9.4 non-terminal": {
		async play(stage) {
			stage.dialogue.ids.push(1);
			new UDP({ port: 7000, form: "unbounded" }, stage.driver).write(bytesOf("One fine day"), "192.168.0.1", 6000);
			await stage.t.advance(500);
		},
	},
	"TCP binary write": {
		async play(stage) {
			(await stage.connected(ID, { form: "binary" })).write(bytesOf("hello"));
			await stage.t.advance(500);
		},
	},
	"7.9.4 terminal": {
		release: FIRMWARE,
		async play(stage) {
			await datagram(stage, await bound(stage, 1, 7000), "192.168.0.1");
		},
	},
	"7.10.6 TCP": readsText(1, "", "Foo\xc2\xa9bar"),
	"7.10.4 string": readsText(1, "", "hello"),
	"7.8.2 hexadecimal": {
		release: FIRMWARE,
		async play(stage) {
			(await stage.connected(1)).write(Uint8Array.of(0, 0xff, 0x80));
			await stage.t.advance(500);
		},
	},
	"7.9.2 hexadecimal": {
		release: FIRMWARE,
		async play(stage) {
			(await bound(stage, 1, 7000)).write(Uint8Array.of(0, 0xff, 0x80), "192.168.0.1", 6000);
			await stage.t.advance(500);
		},
	},
	"TCP strings": readsText(ID, `+SOCKRXT:${ID},32\r\n`, `${"a".repeat(26)}bbbbbb`),
	"7.10.6 UDP": {
		async play(stage) {
			const udp = await bound(stage, 4, 7000);
			stage.dialogue.begin();
			await stage.t.advance(1000);
			const packet = udp.read();
			stage.t.equal([textOf(packet), packet?.address, packet?.port], ["7 bytes", "1.2.3.4", 6000]);
		},
	},
	UDP: {
		async play(stage) {
			const udp = await bound(stage, ID, 7000);
			udp.write(bytesOf("hello"), "192.0.2.1", 6000);
			await stage.t.advance(1000);
			const packet = udp.read();
			stage.t.equal([textOf(packet), packet?.address, packet?.port], ["packet", "192.0.2.1", 6000]);
		},
	},
	TCP: {
		async play(stage) {
			let text = "";
			let sent = false;
			let error: Error | undefined;
			const tcp = new TCP(
				{
					address: "192.0.2.1",
					port: 80,
					onWritable() {
						if (!sent) this.write(bytesOf("hello"));
						sent = true;
					},
					onReadable() {
						text += textOf(this.read());
					},
					onError: (it) => (error = it),
				},
				stage.driver,
			);
			await stage.until(() => error, "the peer's closing");
			stage.t.equal(text, "hello", "what was received before it stays readable");
			tcp.close();
			await stage.t.advance(500);
		},
	},
	"TCP nothing to read": {
		async play(stage) {
			let readable = false;
			await stage.connected(ID, { onReadable: () => (readable = true) });
			stage.dialogue.list = [`+SOCKLST:${ID},2,"192.0.2.1",80,49153`];
			await stage.doubt(stage.wifi());
			await stage.t.advance(1000);
			stage.t.equal(readable, false);
		},
	},
	"TCP refused": {
		async play(stage) {
			stage.dialogue.ids.push(ID);
			let code: unknown;
			const tcp = new TCP(
				{
					address: "192.0.2.1",
					port: 81,
					onError: (error) => (code = (error as unknown as { code: number }).code),
				},
				stage.driver,
			);
			await stage.until(() => code, "the refusal");
			stage.t.equal(code, 14);
			tcp.close();
			await stage.t.advance(500);
		},
	},
	"7.17": {
		async play(stage) {
			let open = false;
			const tls = {
				host: "test.mosquitto.org",
				clientCertificate: "app_client_cert_der_mosquitto_org",
				verify: false,
			};
			stage.dialogue.ids.push(1);
			new TLS({ address: "5.196.95.208", port: 8883, tls, onWritable: () => (open = true) }, stage.driver);
			await stage.until(() => open, "the handshake");
		},
	},
};
