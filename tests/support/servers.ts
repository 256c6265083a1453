import { createSocket } from "node:dgram";
import { once } from "node:events";
import { createServer as createHttpServer, type RequestListener } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import { type AddressInfo, createServer } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import { Aedes } from "aedes";
import { WebSocketServer } from "ws";
import { pem } from "../world/session";

/** Servers on this machine, which others wrote: those of Node, aedes and ws. Each plain and behind TLS. */

const host = "127.0.0.1";
/** Seconds from 1900, where NTP begins, to 1970. */
const EPOCH = 2_208_988_800;

export interface Servers {
	readonly ports: Record<"http" | "https" | "mqtt" | "mqtts" | "ws" | "wss" | "ntp", number>;
	/** Topics and lengths of what clients have published, wills included. */
	readonly published: [string, number][];
	/** Names that clients asked for by SNI. */
	readonly serverNames: string[];
	close(): Promise<void>;
}

/** As the device's program makes it. */
function text(length: number): string {
	let result = "";
	while (result.length < length) result += `${result.length} `;
	return result.slice(0, length);
}

/** GET gives a text of the length that its path says, in chunks; POST says how much of it came as it should. */
const answer: RequestListener = (request, response) => {
	if (request.method === "GET") {
		const whole = text(Number(request.url?.slice(1)));
		for (let at = 0; at < whole.length; at += 700) response.write(whole.slice(at, at + 700));
		response.end();
		return;
	}
	let body = "";
	request.on("data", (piece) => {
		body += piece;
	});
	request.on("end", () => response.end(body === text(body.length) ? `${body.length} as they should be` : "others"));
};

export async function startServers(): Promise<Servers> {
	const published: [string, number][] = [];
	const serverNames: string[] = [];
	const tls = {
		key: pem("server-key"),
		cert: pem("server"),
		SNICallback: (name: string, done: (error: Error | null) => void) => {
			serverNames.push(name);
			done(null);
		},
	};
	const aedes = await Aedes.createBroker();
	aedes.on("publish", ({ topic, payload }) => {
		if (!topic.startsWith("$")) published.push([topic, payload.length]);
	});
	const sockets = new WebSocketServer({ noServer: true });
	sockets.on("connection", (socket) => socket.on("message", (data, binary) => socket.send(data, { binary })));
	const upgrading = <S extends ReturnType<typeof createHttpServer>>(server: S) =>
		server.on("upgrade", (request, socket, head) =>
			sockets.handleUpgrade(request, socket, head, (it) => sockets.emit("connection", it, request)),
		);
	const streams = {
		http: createHttpServer(answer),
		https: createHttpsServer(tls, answer),
		mqtt: createServer(aedes.handle),
		mqtts: createTlsServer(tls, aedes.handle as never),
		ws: upgrading(createHttpServer()),
		wss: upgrading(createHttpsServer(tls) as never),
	};
	for (const server of Object.values(streams)) {
		server.listen(0, host);
		await once(server, "listening");
	}
	const time = createSocket("udp4");
	time.on("message", (request, from) => {
		if (request.length < 48 || (request[0] & 7) !== 3) return;
		const now = Date.now();
		const packet = Buffer.alloc(48);
		packet[0] = 0x24; // version 4, server
		packet[1] = 1;
		request.copy(packet, 24, 40, 48);
		packet.writeUInt32BE(Math.floor(now / 1000) + EPOCH, 40);
		packet.writeUInt32BE(Math.floor(((now % 1000) / 1000) * 2 ** 32), 44);
		time.send(packet, from.port, from.address);
	});
	time.bind(0, host);
	await once(time, "listening");
	const portOf = (server: { address(): unknown }) => (server.address() as AddressInfo).port;
	const ports = Object.fromEntries(Object.entries({ ...streams, ntp: time }).map(([name, it]) => [name, portOf(it)]));
	return {
		ports: ports as Servers["ports"],
		published,
		serverNames,
		async close() {
			for (const socket of sockets.clients) socket.terminate();
			await new Promise<void>((done) => aedes.close(() => done()));
			for (const server of Object.values(streams)) server.close();
			time.close();
		},
	};
}
