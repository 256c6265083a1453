import type { Clock } from "./clock";
import type { Network } from "./network";

const PORT = 123;
/** Seconds from 1900, where NTP begins, to 1970. */
const EPOCH = 2_208_988_800;
const CLIENT = 3;

/** A server's answer (RFC 4330 4). @param time milliseconds since 1970 */
export function ntpAnswer(request: Uint8Array, time: number): Uint8Array {
	const answer = Buffer.alloc(48);
	answer[0] = 0x24; // version 4, server
	answer[1] = 1;
	Buffer.from(request).copy(answer, 24, 40, 48);
	for (const at of [32, 40]) {
		answer.writeUInt32BE(Math.floor(time / 1000) + EPOCH, at);
		answer.writeUInt32BE(Math.floor(((time % 1000) / 1000) * 2 ** 32), at + 4);
	}
	return answer;
}

/**
 * A network with an NTP server in it that no machine is: whoever asks at its address is told the time. For worlds whose
 * machine may have no way to a real one, and no right to open the port of one.
 */
export function withTimeServer(network: Network, address: string, clock: Clock, now: () => number = Date.now): Network {
	return {
		connect: network.connect.bind(network),
		listen: network.listen.bind(network),
		bind(at, onMessage, done) {
			network.bind(at, onMessage, (result) => {
				if (typeof result === "string") return done(result);
				done({
					port: result.port,
					send(bytes, to) {
						if (to.address !== address) return result.send(bytes, to);
						const isRequest = to.port === PORT && bytes.length >= 48 && (bytes[0] & 7) === CLIENT;
						if (!isRequest) return;
						const answer = ntpAnswer(bytes, now());
						clock.after(1, () => onMessage(answer, { address, port: PORT }));
					},
					join: (group) => result.join(group),
					close: () => result.close(),
				});
			});
		},
	};
}
