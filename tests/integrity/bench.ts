/** The peer of an exchange of megabytes, and the storms that come between. */
import type { ReleaseName } from "../../host-sim/module/index";
import type { Bench } from "../../host-sim/testing/session";
import type { Peer } from "../../host-sim/world/memory/index";
import { Digest, Stream } from "../device/integrity-stream";
import { home, host, stack } from "../support/stack";
import { Stalls } from "./stalls";

const PIECE = 4096;
const AHEAD = 16_384;
const FEED = 20;
const NETWORKS = 12;
const CR = 0x0d;
const LF = 0x0a;

export interface IntegrityOptions {
	release: ReleaseName;
	/** Bytes each way. */
	volume: number;
	baud: number;
	/** Bytes that the host's port holds. */
	capacity: number;
	seed: number;
	/** Nothing but the stream: no storms. */
	quiet?: boolean;
	/** The longest time that the host does nothing, again and again; milliseconds, 0 if left out. */
	stall?: number;
	/** What came through so far, from time to time. */
	onProgress?: (figures: Record<string, number>) => void;
}

export function integrityBench(options: IntegrityOptions): Bench {
	const { release, volume, baud, capacity, seed, quiet = false, stall = 0, onProgress } = options;
	let stalls: Stalls | undefined;
	const [sent, received] = [new Digest(), new Digest()];
	const bench = stack({ release, baud, chunk: Math.min(256, capacity >> 1) }, ({ world }) => {
		const { clock, network, radio } = world;
		const random = seeded(seed);
		for (let i = 0; i < NETWORKS; i++)
			radio.add({ ssid: `network ${i}`, bssid: `02:00:00:00:00:${(16 + i).toString(16)}`, security: "open" });
		const udp = network.udpHost(host, 6001, () => {});
		let storms = 0;
		let calm = quiet;
		/** So many messages or datagrams, close together; and again after a while. */
		const storm = () => {
			if (calm) return;
			storms++;
			const messages = random() < 0.5;
			const every = random() * 20;
			let left = 5 + Math.floor(random() * 60);
			const gust = () => {
				const length = 1 + Math.floor(random() * 100);
				if (messages) world.broker.publish("storm", "+SOCKRXT:1,9\r\nOK#".repeat(6).slice(0, length));
				else udp.send(new Uint8Array(length), { address: home.dhcp.address, port: 6000 });
				if (--left > 0) clock.after(every, gust);
			};
			gust();
			clock.after(500 + random() * 10_000, storm);
		};
		/**
		 * What comes out of a connection is the beginning of one stream; at its end, empty lines may have made up for data
		 * that a command had announced and the host never heard asked for.
		 */
		const checked = (peer: Peer) => {
			const stream = new Stream(21);
			let spoilt = false;
			peer.onData = (bytes) => {
				const expected = new Uint8Array(bytes.length);
				stream.next(expected, bytes.length);
				taken += bytes.length;
				for (let i = 0; i < bytes.length; i++) {
					if (!spoilt && bytes[i] === expected[i]) continue;
					if (!spoilt) spoiltStreams++;
					spoilt = true;
					if (bytes[i] !== CR && bytes[i] !== LF) wrong++;
				}
			};
		};
		let [from, taken, wrong, spoiltStreams] = [0, 0, 0, 0];
		/** Gives a connection the rest of one stream, from somewhere on. */
		const continued = (peer: Peer) => {
			const stream = new Stream(22);
			stream.at = from;
			const piece = new Uint8Array(PIECE);
			const more = () => {
				while (!peer.closed && peer.unsent < AHEAD && stream.at < volume) {
					const length = Math.min(PIECE, volume - stream.at);
					stream.next(piece, length);
					peer.write(piece.subarray(0, length));
				}
				if (!peer.closed && stream.at < volume) clock.after(FEED, more);
			};
			more();
		};
		const feed = (peer: Peer) => {
			const stream = new Stream(22);
			const piece = new Uint8Array(PIECE);
			const more = () => {
				while (peer.unsent < AHEAD && sent.length < volume) {
					const length = Math.min(PIECE, volume - sent.length);
					stream.next(piece, length);
					sent.add(piece, length);
					peer.write(piece.subarray(0, length));
				}
				if (sent.length < volume) clock.after(FEED, more);
			};
			more();
		};
		return {
			serve: (argument) => {
				const accept = (peer: Peer) => {
					peer.keeps = false;
					peer.onData = (bytes) => received.add(bytes, bytes.length);
					feed(peer);
				};
				network.listen(host, 9, accept, { tls: identity(argument) });
				storm();
			},
			/** A server whose connections may be lost: each goes on where `from` says. */
			begin: (argument) => {
				const accept = (peer: Peer) => {
					peer.keeps = false;
					checked(peer);
					continued(peer);
				};
				network.listen(host, 9, accept, { tls: identity(argument) });
				storm();
			},
			from: (at) => {
				from = at as number;
			},
			line: () => ({ lost: stalls?.lost, holes: stalls?.holes, storms, taken, wrong, spoilt: spoiltStreams }),
			/** One message and one datagram. */
			once: () => {
				world.broker.publish("storm", "calm");
				udp.send(new Uint8Array(9), { address: home.dhcp.address, port: 6000 });
			},
			ends: (heard) => {
				const figures = heard as Record<string, number> | undefined;
				if (figures) onProgress?.({ ...figures, sent: received.length, storms, at: clock.now() });
				return { received: { ...received }, sent: { ...sent }, lost: stalls?.lost ?? 0 };
			},
			calm: () => {
				calm = true;
			},
		};
	});
	const port = bench.ports?.[0] as NonNullable<Bench["ports"]>[number];
	const config = bench.config as { serial: object };
	const buffers = capacity > 128 ? { ring: 4096, receive: 4096, transmit: 4096 } : undefined;
	if (stall)
		stalls = new Stalls(port.end, bench.clock, { most: stall, pause: 40, fifo: capacity, random: seeded(seed + 1) });
	return {
		...bench,
		ports: { 0: { ...port, rx: capacity, end: stalls?.end ?? port.end } },
		config: { ...config, serial: { ...config.serial, capacity }, volume, buffers, quiet },
	};
}

/** What a server shows when it is asked to be secure. */
function identity(argument: unknown) {
	const { secure } = argument as { secure: boolean };
	return secure ? { authority: Buffer.from("our ca"), names: ["host.example"] } : undefined;
}

/** The storms' own chances: the same on every engine. */
function seeded(seed: number): () => number {
	let state = seed | 1;
	return () => {
		state ^= state << 13;
		state ^= state >>> 17;
		state ^= state << 5;
		return (state >>> 0) / 2 ** 32;
	};
}
