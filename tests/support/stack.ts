import type { Firmware } from "../../host-sim/launch";
import { type ReleaseName, Uart, VirtualModule } from "../../host-sim/module/index";
import type { Bench } from "../../host-sim/testing/device";
import type { VirtualClock } from "../../host-sim/world/clock";
import { type MemoryWorld, memoryWorld, type Peer } from "../../host-sim/world/memory/index";

/** What every behaviour of the whole stack finds: a network, a host with servers, a broker. */
export const home = {
	ssid: "home",
	bssid: "24:F2:7F:A5:8B:80",
	channel: 6,
	security: "wpa2",
	password: "correct horse",
	dhcp: { address: "192.168.0.100", delay: 100 },
} as const;
export const host = "192.0.2.1";
export const broker = "192.0.2.10";
/** Of the board: the module's reset line. */
export const RESET_PIN = 12;

export interface StackOptions {
	/** Shared with another bench. */
	clock?: VirtualClock;
	release: ReleaseName;
	baud?: number;
	/** Bytes that arrive at the host at once, at most. */
	chunk?: number;
	dialect?: "standard" | "esp32" | "pico" | "lin" | "mac";
	launch?: Bench["launch"];
}

export interface Stack {
	world: MemoryWorld;
	module: VirtualModule;
	uart: Uart;
	/** Connections that the host's servers have, oldest first. */
	peers: Peer[];
	/** Connections that the host has made to the module, oldest first. */
	dialled: Peer[];
	udp?: ReturnType<MemoryWorld["network"]["udpHost"]>;
}

type Commands = NonNullable<Bench["commands"]>;

/** How each platform's serial port is told where the module is. */
const pins = {
	standard: { port: 0 },
	esp32: { port: 0, transmit: 17, receive: 16 },
	pico: { transmit: 0, receive: 1 },
	lin: { device: "/dev/uart0" },
	mac: { device: "/dev/uart0" },
};

/** The pieces of a module on a memory world, with the things a device test asks for most. */
export function stack(options: StackOptions, more?: (it: Stack) => Commands): Bench {
	const world = memoryWorld({
		clock: options.clock,
		accessPoints: [home],
		names: { "host.example": host, "broker.example": broker },
		broker: { address: broker, port: 1883 },
		certificates: { "our-ca": "our ca", "other-ca": "other ca" },
	});
	const module = new VirtualModule({
		world,
		release: options.release,
		capabilities: { baud: options.baud ?? 230_400 },
	});
	const baud = options.baud ?? 230_400;
	const uart = new Uart({ clock: world.clock, module, baud, chunk: options.chunk ?? 32 });
	module.powerOn();
	const it: Stack = { world, module, uart, peers: [], dialled: [] };
	return {
		clock: world.clock,
		ports: {
			0: {
				end: uart.dte,
				dialect: options.dialect ?? "standard",
				rx: 128,
				onOpen: (baud) => {
					uart.baud = baud;
				},
			},
		},
		pins: { [RESET_PIN]: (level) => module.resetPin(level) },
		launch: {
			...options.launch,
			...(process.env.TRACE ? { onTrace: (text: string) => void process.stdout.write(text) } : {}),
		},
		config: {
			serial: { ...pins[options.dialect ?? "standard"], baud, dialect: options.dialect ?? "standard" },
			release: options.release,
		},
		commands: { ...commandsOf(it), ...more?.(it) },
		onPassed: noHoles,
		close: () => module.powerOff(),
	};
}

/** No array has holes: XS would read beyond its items when it collects garbage. */
export async function noHoles(firmware: Firmware): Promise<void> {
	const heap = await firmware.heap(true); // Node has no such figures
	if (heap?.holes) throw new Error(`${heap.holes} arrays have holes`);
}

/** The two profiles, each behaviour with each. */
export function bothProfiles(more?: (it: Stack) => Commands, options: Partial<StackOptions> = {}) {
	return {
		reference: { bench: () => stack({ release: "reference", ...options }, more) },
		anycloud: { bench: () => stack({ release: "anycloud", ...options }, more) },
	};
}

/** Bytes that anybody can make again: the twin of tests/device/support's. */
export function pattern(length: number, seed: number): Uint8Array {
	const bytes = new Uint8Array(length);
	let state = seed | 1;
	for (let i = 0; i < length; i++) {
		state ^= state << 13;
		state ^= state >>> 17;
		state ^= state << 5;
		bytes[i] = state & 0xff;
	}
	return bytes;
}

const HOSTILE = '\r\nOK\r\nERROR:5\r\n+SOCKRXT:1,7\r\n+SOCKCL:1\r\n#\n\0>"[]\\+++AT+RST\r\n';

/** As {@link pattern}, with everything in it that a module says when it means it. */
export function hostile(length: number, seed: number): Uint8Array {
	const bytes = pattern(length, seed);
	for (let at = 100; at + HOSTILE.length < length; at += 997) bytes.set(Buffer.from(HOSTILE, "latin1"), at);
	return bytes;
}

function commandsOf(it: Stack): Commands {
	const { world, module, peers } = it;
	const listen = (port: number, onPeer: (peer: Peer) => void) =>
		world.network.listen(host, port, (peer) => {
			peers.push(peer);
			onPeer(peer);
		});
	return {
		/** A server that sends back what it gets. */
		echo: (port) => {
			listen(port as number, (peer) => {
				peer.onData = (bytes) => peer.write(bytes);
			});
		},
		/** A server behind TLS that sends back what it gets. */
		tlsEcho: (argument) => {
			const { port, authority } = argument as { port: number; authority: string };
			world.network.listen(
				host,
				port,
				(peer) => {
					peers.push(peer);
					peer.onData = (bytes) => peer.write(bytes);
				},
				{ tls: { authority: Buffer.from(authority), names: ["host.example"] } },
			);
		},
		tlsPeer: () => ({ secured: peers.at(-1)?.secured, serverName: peers.at(-1)?.serverName }),
		/** A server that keeps what it gets. */
		listen: (port) => {
			listen(port as number, () => {});
		},
		/** The last connection's peer sends a pattern. */
		send: (argument) => {
			const { length, seed } = argument as { length: number; seed: number };
			peers.at(-1)?.write(pattern(length, seed));
		},
		/** The last connection's peer sends pieces, one after the other. */
		trickle: (argument) => {
			const { pieces, length, every } = argument as { pieces: number; length: number; every: number };
			const piece = pattern(length, 1);
			const send = (left: number) => {
				peers.at(-1)?.write(piece);
				if (left > 1) world.clock.after(every, () => send(left - 1));
			};
			send(pieces);
		},
		udpTrickle: (argument) => {
			const { pieces, length, every } = argument as { pieces: number; length: number; every: number };
			const piece = pattern(length, 1);
			const send = (left: number) => {
				it.udp?.send(piece, { address: home.dhcp.address, port: 6000 });
				if (left > 1) world.clock.after(every, () => send(left - 1));
			};
			send(pieces);
		},
		sendHostile: (argument) => {
			const { length, seed } = argument as { length: number; seed: number };
			peers.at(-1)?.write(hostile(length, seed));
		},
		receivedHostile: (seed) => {
			const bytes = Buffer.from(peers.at(-1)?.received ?? []);
			const expected = Buffer.from(hostile(1 << 20, seed as number));
			return { length: bytes.length, same: bytes.equals(expected) };
		},
		sendText: (text) => {
			peers.at(-1)?.write(text as string);
		},
		/** What the last connection's peer has got: its length, and whether it is the pattern. */
		received: (seed) => {
			const bytes = peers.at(-1)?.received ?? new Uint8Array(0);
			return {
				length: bytes.length,
				same: Buffer.compare(Buffer.from(bytes), Buffer.from(pattern(bytes.length, seed as number))) === 0,
				text: bytes.length < 1000 ? Buffer.from(bytes).toString("latin1") : "",
			};
		},
		udpEcho: (port) => {
			const socket = world.network.udpHost(host, port as number, (bytes, from) => socket.send(bytes, from));
		},
		udpHost: (port) => {
			it.udp = world.network.udpHost(host, port as number, () => {});
		},
		udpSend: (argument) => {
			const {
				address = home.dhcp.address,
				port,
				length,
				seed,
			} = argument as {
				address?: string;
				port: number;
				length: number;
				seed: number;
			};
			it.udp?.send(pattern(length, seed), { address, port });
		},
		/** From an address of its own each time, and the port 5000. */
		udpFrom: (argument) => {
			const { from, length } = argument as { from: string; length: number };
			const socket = world.network.udpHost(from, 5000, () => {});
			socket.send(pattern(length, 1), { address: home.dhcp.address, port: 6000 });
			socket.close();
		},
		/** The lengths of the datagrams that the host has got; negative where one is not the pattern. */
		udpReceived: (seed) =>
			it.udp?.received.map(({ bytes: data }) => {
				const same = Buffer.compare(Buffer.from(data), Buffer.from(pattern(data.length, seed as number))) === 0;
				return same ? data.length : -data.length;
			}),
		dial: (port) => {
			it.dialled.push(world.network.dial(home.dhcp.address, port as number));
		},
		dialSay: (text) => {
			it.dialled.at(-1)?.write(text as string);
		},
		dialHeard: () => it.dialled.map((peer) => peer.text),
		end: () => peers.at(-1)?.end(),
		reset: () => peers.at(-1)?.reset(),
		peerState: () => {
			const peer = peers.at(-1);
			return { ended: peer?.ended ?? false, closed: peer?.closed ?? false, count: peers.length };
		},
		behave: (argument) => {
			const { address, how, port } = argument as {
				address: string;
				how?: "refused" | "unreachable" | "blackhole";
				port?: number;
			};
			world.network.behave(address, how, port);
		},
		accessPoint: (changes) => {
			world.radio.accessPoints[0].set(changes as object);
		},
		kick: () => world.radio.accessPoints[0].kick(),
		/** The next bytes to the module, after the next line, are lost. */
		loseNext: (count) => {
			let left = -1;
			it.uart.fault = (direction, bytes) => {
				if (direction !== "toModule") return bytes;
				if (left < 0) {
					// from behind the line that announces the data
					if (bytes.includes(10)) left = count as number;
					return bytes;
				}
				const lost = Math.min(left, bytes.length);
				left -= lost;
				return bytes.subarray(lost);
			};
		},
		/** What the module says within so many milliseconds is lost. */
		deafen: (milliseconds) => {
			const until = world.clock.now() + (milliseconds as number);
			it.uart.fault = (direction, bytes) =>
				direction === "toHost" && world.clock.now() < until ? new Uint8Array(0) : bytes;
		},
		/** Nothing comes from the module for so long; then all at once. */
		hold: (milliseconds) => {
			const held: number[] = [];
			const until = world.clock.now() + (milliseconds as number);
			it.uart.fault = (direction, bytes) => {
				if (direction !== "toHost" || world.clock.now() >= until) {
					if (direction !== "toHost" || !held.length) return bytes;
					return Uint8Array.from([...held.splice(0), ...bytes]);
				}
				held.push(...bytes);
				return new Uint8Array(0);
			};
		},
		resetModule: () => module.reset(),
		/** Somebody has told it another speed. */
		speed: (baud) => module.setSpeed(baud as number),
		hang: () => module.hang(),
		baud: () => module.baud,
		powerOff: () => module.powerOff(),
		powerOn: () => module.powerOn(),
		intrude: (text) => module.intrude(text as string),
		publish: (argument) => {
			const { topic, payload, retain = false } = argument as { topic: string; payload: string; retain?: boolean };
			world.broker?.publish(topic, payload, { qos: 1, retain });
		},
		published: () =>
			(world.broker?.published ?? []).map(({ topic, payload, qos, retain }) => ({
				topic,
				payload: Buffer.from(payload).toString("latin1"),
				qos,
				retain,
			})),
		brokerDown: () => world.broker?.takeDown(),
		brokerUp: () => world.broker?.bringUp(),
		authorise: (code) => {
			if (world.broker) world.broker.authorise = () => code as number;
		},
		module: () => {
			const { sockets, mqtt, station } = module.state;
			return {
				sockets: sockets.length,
				mqtt: mqtt.state,
				subscriptions: [...mqtt.subscriptions],
				station: station.state,
			};
		},
		counters: () => ({ ...module.counters }),
	};
}
