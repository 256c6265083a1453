/** The virtual module's UART as a TCP port: bytes as they are, one host at a time. */
import { createServer, type Socket } from "node:net";
import type { Attachment, AttachmentEvents } from "./attachment";
import { Failure } from "./failure";
import type { Place } from "./option-values";

/** @throws Failure when the port cannot be had */
export async function attachTcp({ address, port }: Place, events: AttachmentEvents): Promise<Attachment> {
	let host: Socket | undefined;
	const server = createServer((socket) => {
		if (host) {
			events.onNote("another host wants in: a UART has two ends, and this one is taken");
			socket.destroy();
			return;
		}
		host = socket;
		socket.setNoDelay(true);
		events.onNote(`a host is there: ${socket.remoteAddress}:${socket.remotePort}`);
		socket.on("data", (bytes) => events.onReceive(bytes));
		socket.on("error", () => {}); // followed by close
		socket.on("close", () => {
			host = undefined;
			events.onNote("the host has left");
		});
	});
	await new Promise<void>((done, fail) => {
		server.once("error", ({ message }) =>
			fail(new Failure(`no TCP port for the module: ${message}`, "Choose another.")),
		);
		server.listen(port, address, done);
	});
	server.on("error", (error) => events.onLost(error));
	const bound = server.address();
	return {
		place: `${address}:${typeof bound === "object" && bound ? bound.port : port}`,
		send(bytes) {
			host?.write(Buffer.from(bytes));
		},
		close() {
			host?.destroy();
			return new Promise((done) => server.close(() => done()));
		},
	};
}
