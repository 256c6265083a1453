/** The broker of a run: one of our own in this process, or one outside that we watch. */
import { type AddressInfo, createServer, type Socket } from "node:net";
import { connect } from "mqtt";
import { Failure } from "./failure";

export type MessageHandler = (topic: string, payload: Uint8Array) => void;

export interface Broker {
	/** Where the product finds it. */
	readonly host: string;
	readonly port: number;
	/** Goes away, with everybody's connection, and comes back at the same place; only where it is our own. */
	takeDown?(): void;
	bringUp?(): void;
	close(): Promise<void>;
}

/**
 * A broker of our own.
 * @param address,port where it listens; port 0 picks a free one
 * @param onMessage called with every message a client publishes
 * @throws Failure when the port cannot be had
 */
export async function embeddedBroker(address: string, port: number, onMessage: MessageHandler): Promise<Broker> {
	// published as an ES module only
	const { Aedes } = await import("aedes");
	const aedes = await Aedes.createBroker();
	aedes.on("publish", ({ topic, payload }, client) => {
		if (client) onMessage(topic, Buffer.from(payload));
	});
	const sockets = new Set<Socket>();
	const server = createServer((socket) => {
		sockets.add(socket);
		socket.once("close", () => sockets.delete(socket));
		aedes.handle(socket);
	});
	await new Promise<void>((done, fail) => {
		server.once("error", (error) =>
			fail(
				new Failure(
					`the broker cannot listen on ${address}:${port}: ${error.message}`,
					"Choose another with --listen.",
				),
			),
		);
		server.listen(port, address, done);
	});
	const bound = server.address() as AddressInfo;
	return {
		host: address,
		port: bound.port,
		takeDown() {
			server.close();
			for (const socket of sockets) socket.destroy();
		},
		bringUp() {
			server.listen(bound.port, address);
		},
		async close() {
			server.close();
			for (const socket of sockets) socket.destroy();
			await new Promise<void>((done) => aedes.close(done));
		},
	};
}

/** Milliseconds for a broker to answer. */
const PATIENCE = 5000;

/**
 * A broker outside, watched by a client of our own.
 * @param filter which topics are watched
 * @param onMessage called with each message below `filter` that was published since, retained ones of before excluded
 * @throws Failure when it is not there
 */
export async function outsideBroker(url: URL, filter: string, onMessage: MessageHandler): Promise<Broker> {
	const client = connect(url.href, { reconnectPeriod: 1000, connectTimeout: PATIENCE });
	client.on("message", (topic, payload, { retain }) => {
		if (!retain) onMessage(topic, payload);
	});
	try {
		await new Promise<void>((done, fail) => {
			const late = setTimeout(() => fail(new Error(`no answer in ${PATIENCE / 1000} s`)), PATIENCE);
			client.once("connect", () => {
				clearTimeout(late);
				done();
			});
			client.once("error", (error) => {
				clearTimeout(late);
				fail(error);
			});
		});
		await client.subscribeAsync(filter, { qos: 0 });
	} catch (error) {
		client.end(true);
		const { message, code } = error as NodeJS.ErrnoException;
		throw new Failure(
			`no broker at ${url.host}: ${message || code}`,
			"Start one there, or leave --broker out: a broker is built in.",
		);
	}
	// it comes back by itself
	client.on("error", () => {});
	return {
		host: url.hostname,
		port: Number(url.port) || 1883,
		close: () => client.endAsync(true),
	};
}
