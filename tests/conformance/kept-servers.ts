import { createHash } from "node:crypto";
import type { Stack } from "../support/stack";
import { listener } from "./servers";

const MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"; // RFC 6455 1.3

/** Servers that keep their connection. */
export function keptServers(stack: Stack) {
	const listen = listener(stack);
	return {
		/** Answers each request with its method, path, and the length of its body. */
		httpKept: ({ port, secure }: { port: number; secure?: boolean }) => {
			listen(port, secure, (peer) => {
				let text = "";
				peer.onData = (bytes) => {
					text += Buffer.from(bytes).toString("latin1");
					for (let end = text.indexOf("\r\n\r\n"); end >= 0; end = text.indexOf("\r\n\r\n")) {
						const length = Number(/content-length: *(\d+)/i.exec(text.slice(0, end))?.[1] ?? 0);
						if (text.length < end + 4 + length) return;
						const [method, path] = text.split(" ");
						const body = `${method} ${path} ${length}`;
						peer.write(`HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
						text = text.slice(end + 4 + length);
					}
				};
			});
		},
		/** Accepts, and sends back what it gets (RFC 6455 1.3, 5.2; frames of less than 126 bytes). */
		webSocketServer: ({ port, secure }: { port: number; secure?: boolean }) => {
			listen(port, secure, (peer) => {
				let open = false;
				let input = Buffer.alloc(0);
				peer.onData = (bytes) => {
					input = Buffer.concat([input, bytes]);
					if (!open) {
						const end = input.indexOf("\r\n\r\n");
						if (end < 0) return;
						const key = /sec-websocket-key: *(\S+)/i.exec(input.toString("latin1"))?.[1];
						const accept = createHash("sha1").update(`${key}${MAGIC}`).digest("base64");
						const head = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n";
						peer.write(`${head}Sec-WebSocket-Accept: ${accept}\r\n\r\n`);
						open = true;
						input = input.subarray(end + 4);
					}
					while (input.length >= 6 && input.length >= 6 + (input[1] & 0x7f)) {
						const length = input[1] & 0x7f;
						const mask = input.subarray(2, 6);
						const payload = Buffer.from(input.subarray(6, 6 + length).map((byte, i) => byte ^ mask[i % 4]));
						peer.write(Buffer.concat([Buffer.of(input[0], length), payload]));
						input = input.subarray(6 + length);
					}
				};
			});
		},
	};
}
