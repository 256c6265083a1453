/** A page server with a record that the test fills, and requests as a browser would not make them. */
import { request } from "node:http";
import { connect } from "node:net";
import { Record } from "../../host-sim/ui/record";
import { PageServer } from "../../host-sim/ui/server";

export interface Served {
	url: string;
	port: number;
	record: Record;
	commands: unknown[];
	close(): Promise<void>;
}

export async function served(now: () => number = () => 0): Promise<Served> {
	const record = new Record(now);
	const commands: unknown[] = [];
	const server = new PageServer(record, (command) => {
		commands.push(command);
		return undefined;
	});
	const url = await server.open(0);
	return { url, port: Number(new URL(url).port), record, commands, close: () => server.close() };
}

export interface Answer {
	status: number;
	text: string;
	headers: { [name: string]: string | string[] | undefined };
}

/** A request with whatever headers; `Host` is the server's own unless told. */
export function ask(
	{ port }: Served,
	path: string,
	options: { method?: string; headers?: { [name: string]: string }; body?: string } = {},
): Promise<Answer> {
	const { method = "GET", headers = {}, body } = options;
	return new Promise((done, fail) => {
		const asked = request({ host: "127.0.0.1", port, path, method, headers, agent: false }, (response) => {
			let text = "";
			response.setEncoding("utf8");
			response.on("data", (piece) => {
				text += piece;
			});
			response.on("end", () => done({ status: response.statusCode ?? 0, text, headers: response.headers }));
		});
		asked.on("error", fail);
		asked.end(body);
	});
}

/** Whether a port answers at an address of this machine. */
export function isOpen(address: string, port: number): Promise<boolean> {
	return new Promise((done) => {
		const socket = connect({ host: address, port });
		const end = (open: boolean) => {
			socket.destroy();
			done(open);
		};
		socket.on("connect", () => end(true));
		socket.on("error", () => end(false));
	});
}

/** The stream's events until there are as many as wanted. */
export function events({ port }: Served, count: number, lastId?: string): Promise<{ id: string; data: string }[]> {
	return new Promise((done, fail) => {
		const headers: { [name: string]: string } = lastId ? { "Last-Event-ID": lastId } : {};
		const asked = request({ host: "127.0.0.1", port, path: "/events", headers, agent: false }, (response) => {
			let text = "";
			response.setEncoding("utf8");
			response.on("data", (piece) => {
				text += piece;
				const found = [...text.matchAll(/^id: (.*)\ndata: (.*)\n\n/gm)].map(([, id, data]) => ({ id, data }));
				if (found.length < count) return;
				asked.destroy();
				done(found);
			});
		});
		asked.on("error", fail);
		asked.end();
	});
}
