import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import type { ReleaseName } from "../../host-sim/module/index";
import type { WFI32 } from "../../modules/provider";
import type { TCP } from "../../modules/tcp";
import { pem } from "../world/session";
import { cleanUp, cleanups, host, start, udpSocket } from "./peers";

/* TLS, UDP and listeners of the whole stack with real peers on this machine. */

afterEach(cleanUp);

const profiles: readonly ReleaseName[] = ["reference", "anycloud"];

/** A TLS server of `host.example` that sends back what it gets. */
async function tlsEcho(): Promise<{ port: number; connections: () => number }> {
	let connections = 0;
	const server = createTlsServer({ key: pem("server-key"), cert: pem("server") }, (socket) => {
		connections++;
		socket.on("error", () => {});
		socket.pipe(socket);
	});
	server.on("tlsClientError", () => {});
	server.listen(0, host);
	await once(server, "listening");
	cleanups.push(() => server.close());
	return { port: (server.address() as AddressInfo).port, connections: () => connections };
}

/** What comes of a TLS connection that says hello: what comes back, or the error. */
function hello(wfi32: WFI32, port: number, tls: object): Promise<string> {
	return new Promise((resolve) => {
		let sent = false;
		let text = "";
		new wfi32.TLS({
			address: host,
			port,
			tls: { host: "host.example", ...tls },
			onWritable() {
				if (!sent) this.write(Buffer.from("hello"));
				sent = true;
			},
			onReadable() {
				text += Buffer.from(this.read() as ArrayBuffer).toString();
				if (text.length < 5) return;
				this.close();
				resolve(text);
			},
			onError: (error) => resolve(`${error.message}`),
		});
	});
}

describe.each(profiles)("%s", (release) => {
	test("a TLS server with its own CA is spoken to, one with another CA is refused", async () => {
		const { port, connections } = await tlsEcho();
		const { wfi32 } = await start(release, ["ca", "other"]);
		expect(await hello(wfi32, port, { ca: "ca" })).toBe("hello");
		expect(connections()).toBe(1);
		expect(await hello(wfi32, port, { ca: "other" })).toMatch(/TLS/);
	});

	test("a CA that the module is not known to have is refused before anything is connected", async () => {
		const server = createServer(() => {}).listen(0, host);
		await once(server, "listening");
		cleanups.push(() => server.close());
		let connections = 0;
		server.on("connection", () => connections++);
		const { port } = server.address() as AddressInfo;
		const { wfi32, module } = await start(release, ["ca"]);
		const { commands } = module.counters;
		expect(() => new wfi32.TLS({ address: host, port, tls: { host: "host.example", ca: "nobody" } })).toThrow("nobody");
		expect(() => new wfi32.TLS({ address: host, port, tls: { host: "host.example" } })).toThrow("verify");
		// one whole turn of the wire later
		const { port: echo } = await tlsEcho();
		expect(await hello(wfi32, echo, { ca: "ca" })).toBe("hello");
		expect(connections).toBe(0);
		expect(module.counters.commands).toBeGreaterThan(commands);
	});

	test("a UDP server sends back every datagram", async () => {
		const port = await udpSocket((socket, bytes, from) => socket.send(bytes, from, host));
		const { wfi32 } = await start(release);
		const heard: string[] = [];
		const all = ["one", "two", "x".repeat(400), '"quoted" \\ [hex]\r\n\0'];
		await new Promise<void>((resolve) => {
			const udp = new wfi32.UDP({
				onReadable() {
					for (let it = this.read(); it; it = this.read()) {
						expect([it.address, it.port]).toEqual([host, port]);
						heard.push(Buffer.from(it).toString("latin1"));
						if (heard.length < all.length) this.write(Buffer.from(all[heard.length], "latin1"), host, port);
						else resolve();
					}
				},
			});
			udp.write(Buffer.from(all[0]), host, port);
		});
		expect(heard).toEqual(all);
	});

	test("a UDP echo that is named once is spoken to without naming it again", async () => {
		const port = await udpSocket((socket, bytes, from) => socket.send(bytes, from, host));
		const { wfi32 } = await start(release);
		const heard = await new Promise<string>((resolve) => {
			const udp = new wfi32.UDP({
				remote: { address: host, port },
				onReadable() {
					resolve(Buffer.from(this.read() as ArrayBuffer).toString());
				},
			});
			udp.send(Buffer.from("to whom it concerns"));
		});
		expect(heard).toBe("to whom it concerns");
	});

	const clients = release === "reference" ? 10 : 5;
	test(`a listener serves ${clients} clients at once`, async () => {
		const { wfi32, module } = await start(release, [], clients + 1);
		const server = createServer().listen(0, host);
		await once(server, "listening");
		const { port } = server.address() as AddressInfo;
		server.close();
		await once(server, "close");
		const served: TCP[] = [];
		new wfi32.Listener({
			port,
			onReadable() {
				for (let it = this.read(); it; it = this.read())
					served.push(
						new wfi32.TCP({
							from: it,
							onReadable() {
								this.write(this.read() as ArrayBuffer);
							},
						}),
					);
			},
		});
		while (!module.state.sockets.some(({ localPort }) => localPort === port)) await new Promise(setImmediate);
		const sockets: Socket[] = [];
		for (let i = 0; i < clients; i++) {
			const socket = connect(port, host);
			cleanups.push(() => socket.destroy());
			await once(socket, "connect");
			sockets.push(socket);
		}
		const answers = sockets.map(async (socket, index) => {
			const said = `client ${index}`;
			socket.write(said);
			let text = "";
			while (text.length < said.length) text += (await once(socket, "data"))[0];
			return text;
		});
		expect(await Promise.all(answers)).toEqual(sockets.map((_, index) => `client ${index}`));
		expect(served).toHaveLength(clients);
	});
});
