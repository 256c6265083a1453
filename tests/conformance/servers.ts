import type { Peer } from "../../host-sim/world/memory/index";
import { host, type Stack } from "../support/stack";

const EPOCH = 2_208_988_800;

/** A broker for one client: acknowledges, and sends back what is published. Played by hand (MQTT 3.1.1, 2 and 3). */
export function playBroker(peer: Peer): void {
	let input: number[] = [];
	peer.onData = (bytes) => {
		input.push(...bytes);
		for (;;) {
			let [length, at] = [0, 1];
			while (at < input.length && input[at] & 0x80) length |= (input[at] & 0x7f) << (7 * (at++ - 1));
			length |= ((input[at] ?? 0) & 0x7f) << (7 * (at - 1));
			if (at >= input.length || input.length < at + 1 + length) return;
			const packet = input.slice(0, at + 1 + length);
			const body = packet.slice(at + 1);
			input = input.slice(packet.length);
			const operation = packet[0] >> 4;
			if (operation === 1) peer.write(Uint8Array.of(0x20, 2, 0, 0));
			else if (operation === 8) peer.write(Uint8Array.of(0x90, 3, body[0], body[1], 1));
			else if (operation === 3) {
				const topic = (body[0] << 8) | body[1];
				if (packet[0] & 6) peer.write(Uint8Array.of(0x40, 2, body[2 + topic], body[3 + topic]));
				peer.write(Uint8Array.from(packet));
			}
		}
	};
}

/** The bench's host: how it listens, by TLS only if so wished. */
export function listener({ world, peers }: Stack) {
	const tls = { authority: Buffer.from("our ca"), names: ["host.example"] };
	return (port: number, secure: boolean | undefined, play: (peer: Peer) => void) =>
		world.network.listen(
			host,
			port,
			(peer) => {
				peers.push(peer);
				play(peer);
			},
			secure ? { tls } : {},
		);
}

/** Servers for clients over sockets. */
export function serverCommands(stack: Stack) {
	const { world, module } = stack;
	const listen = listener(stack);
	let broker: Peer | undefined;
	return {
		hang: () => module.hang(),
		ntpServer: ({ address, time }: { address: string; time: number }) => {
			const socket = world.network.udpHost(address, 123, (bytes, from) => {
				if (bytes.length !== 48 || (bytes[0] & 7) !== 3) return;
				const answer = Buffer.alloc(48);
				answer[0] = 0x24;
				answer.writeUInt32BE(Math.floor(time / 1000) + EPOCH, 40);
				answer.writeUInt32BE(Math.floor(((time % 1000) / 1000) * 2 ** 32), 44);
				socket.send(answer, from);
			});
		},
		tcpBroker: ({ port, secure }: { port: number; secure?: boolean }) => {
			listen(port, secure, (peer) => {
				broker = peer;
				playBroker(peer);
			});
		},
		brokerHeard: () => Buffer.from(broker?.received ?? []).toString("latin1"),
	};
}
