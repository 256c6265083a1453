/** The page over HTTP, on the loopback: files, a stream of what is new (Server-Sent Events), and commands. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { pageFile } from "./files";
import { Gate, headers } from "./gate";
import { type Record, type Seen, unseen } from "./record";

/** Milliseconds between two events of the stream: often enough for an eye. */
const TICK = 100;
/** After so many milliseconds without news a line goes out all the same, so that a lost connection is noticed. */
const SIGN_OF_LIFE = 10_000;
const LONGEST_COMMAND = 1000;

/** A command of the page. @returns what was wrong with it */
export type Obey = (command: unknown) => string | undefined;

interface Listener {
	response: ServerResponse;
	seen: Seen;
	edition: number;
	quiet: number;
}

export class PageServer {
	readonly #record: Record;
	readonly #obey: Obey;
	readonly #server: Server;
	readonly #listeners = new Set<Listener>();
	#gate: Gate | undefined;
	#timer: NodeJS.Timeout | undefined;

	constructor(record: Record, obey: Obey) {
		this.#record = record;
		this.#obey = obey;
		this.#server = createServer((request, response) => this.#answer(request, response));
	}

	/**
	 * @param port 0: any
	 * @returns where the page is
	 * @throws Error when the port cannot be had
	 */
	async open(port: number): Promise<string> {
		await new Promise<void>((done, fail) => {
			this.#server.once("error", fail);
			this.#server.listen(port, "127.0.0.1", done);
		});
		const { port: bound } = this.#server.address() as AddressInfo;
		this.#gate = new Gate(bound);
		return `http://127.0.0.1:${bound}/`;
	}

	async close(): Promise<void> {
		clearInterval(this.#timer);
		if (!this.#server.listening) return;
		// the last there is to say
		this.#tell();
		for (const { response } of this.#listeners) response.end();
		const closed = new Promise((done) => this.#server.close(done));
		this.#server.closeIdleConnections();
		const patience = setTimeout(() => this.#server.closeAllConnections(), 500);
		await closed;
		clearTimeout(patience);
	}

	#answer(request: IncomingMessage, response: ServerResponse): void {
		const end = (status: number, text: string, type = "text/plain; charset=utf-8") => {
			response.writeHead(status, { ...headers, "Content-Type": type });
			response.end(request.method === "HEAD" ? undefined : text);
		};
		const gate = this.#gate as Gate;
		const refusal = gate.refusal(request);
		if (refusal) return end(403, refusal);
		const path = (request.url ?? "/").replace(/\?.*/s, "");
		if (path === "/command") {
			if (request.method !== "POST") return end(405, "POST only");
			return this.#read(request, end);
		}
		if (request.method !== "GET" && request.method !== "HEAD") return end(405, "GET only");
		if (path === "/events") return this.#stream(request, response);
		const file = pageFile(path);
		if (!file) return end(404, "not here");
		end(200, path === "/" ? file.text.replace("{{token}}", gate.token) : file.text, file.type);
	}

	#read(request: IncomingMessage, end: (status: number, text: string) => void): void {
		let text = "";
		request.setEncoding("utf8");
		request.on("data", (piece: string) => {
			text += piece;
			if (text.length > LONGEST_COMMAND) request.destroy();
		});
		request.on("end", () => {
			let command: unknown;
			try {
				command = JSON.parse(text);
			} catch {
				return end(400, "not JSON");
			}
			const wrong = this.#obey(command);
			end(wrong ? 400 : 200, wrong ?? "");
		});
		request.on("error", () => {});
	}

	#stream(request: IncomingMessage, response: ServerResponse): void {
		response.writeHead(200, { ...headers, "Content-Type": "text/event-stream" });
		const listener = { response, seen: seenOf(request.headers["last-event-id"]), edition: 0, quiet: 0 };
		this.#listeners.add(listener);
		response.on("error", () => {});
		response.on("close", () => {
			this.#listeners.delete(listener);
			if (this.#listeners.size) return;
			clearInterval(this.#timer);
			this.#timer = undefined;
		});
		this.#timer ??= setInterval(() => this.#tell(), TICK);
		this.#tell();
	}

	#tell(): void {
		for (const listener of this.#listeners) {
			const { response, seen } = listener;
			// one that does not keep up gets the rest later
			if (response.writableNeedDrain) continue;
			const { edition, about } = this.#record;
			const news = this.#record.news(seen);
			const isNew = listener.edition !== edition;
			listener.edition = edition;
			listener.quiet = news || isNew ? 0 : listener.quiet + TICK;
			if (news || isNew) {
				const update = isNew ? { ...news, about } : news;
				const { rows, samples, happenings } = seen;
				response.write(`id: ${[about.id, rows, samples, happenings].join(" ")}\ndata: ${JSON.stringify(update)}\n\n`);
			} else if (listener.quiet >= SIGN_OF_LIFE) {
				listener.quiet = 0;
				response.write(":\n\n");
			}
		}
	}
}

/** What a page that comes again has seen: the stream's last event says it. Of another run it has seen nothing. */
function seenOf(last: string | string[] | undefined): Seen {
	const [, rows, samples, happenings] = /^[\w-]+ (\d+) (\d+) (\d+)$/.exec(String(last)) ?? [];
	return rows === undefined
		? unseen()
		: { ...unseen(), rows: Number(rows), samples: Number(samples), happenings: Number(happenings) };
}
