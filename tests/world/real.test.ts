import { createSocket } from "node:dgram";
import { once } from "node:events";
import { type AddressInfo, createServer as createTcpServer, connect as tcpConnect } from "node:net";
import { createServer as createTlsServer, type TLSSocket } from "node:tls";
import { cleanUp, cleanups, pem, start } from "./session";

/** Sockets, brokers and TLS of this machine; the wall clock. Every wait is for something to come, never for time. */

afterEach(cleanUp);

/** An echo server; returns its port. */
async function echo(): Promise<number> {
	const server = createTcpServer((socket) => socket.pipe(socket)).listen(0, "127.0.0.1");
	await once(server, "listening");
	cleanups.push(() => server.close());
	return (server.address() as AddressInfo).port;
}

const idOf = (said: string) => Number(/\+SOCKO:(\d+)/.exec(said)?.[1]);

test("a TCP connection carries bytes both ways, to its end", async () => {
	const port = await echo();
	const it = await start();
	const id = idOf(await it.command("AT+SOCKO=2"));
	await it.command(`AT+SOCKBR=${id},"127.0.0.1",${port}`);
	expect(await it.until("+SOCKIND")).toContain("+SOCKIND");
	await it.until("\r\n");
	await it.command(`AT+SOCKWR=${id},5,"hello"`);
	expect(await it.until(`+SOCKRXT:${id},5\r\n`)).toBeTruthy();
	expect(await it.command(`AT+SOCKRD=${id},1,99`)).toContain(`+SOCKRD:${id},5,"hello"`);
	expect(await it.command(`AT+SOCKCL=${id}`)).toBe("OK\r\n");
});

test("a port nobody listens on is refused", async () => {
	const server = createTcpServer().listen(0, "127.0.0.1");
	await once(server, "listening");
	const { port } = server.address() as AddressInfo;
	server.close();
	await once(server, "close");
	const it = await start();
	await it.command("AT+SOCKO=2");
	await it.command(`AT+SOCKBR=1,"127.0.0.1",${port}`);
	await it.until("+SOCKERR:1,14");
});

test("more than the module's buffer holds waits at the sender, and all of it arrives", async () => {
	const size = 3_000_000;
	const server = createTcpServer((socket) => socket.end(Buffer.alloc(size, 0x61))).listen(0, "127.0.0.1");
	await once(server, "listening");
	cleanups.push(() => server.close());
	const it = await start();
	await it.command("AT+SOCKO=2");
	await it.command(`AT+SOCKBR=1,"127.0.0.1",${(server.address() as AddressInfo).port}`);
	await it.until("+SOCKRXT");
	let total = 0;
	let closed = false;
	while (total < size) {
		// the module's state says when there is something: events may be many
		while (!it.module.state.sockets[0]!.available) await new Promise((resolve) => setImmediate(resolve));
		expect(it.module.state.sockets[0]!.available).toBeLessThan(500_000);
		const said = await it.command("AT+SOCKRD=1,1,60000");
		total += Number(/\+SOCKRD:1,(\d+)/.exec(said)?.[1]);
		closed ||= said.includes("+SOCKCL:1");
	}
	expect(total).toBe(size);
	// the end may have been told before the last of the data was read
	if (!closed) await it.until("+SOCKCL:1");
});

test("a listener is reached from outside", async () => {
	const it = await start();
	await it.command("AT+SOCKO=2");
	const free = createTcpServer().listen(0, "127.0.0.1");
	await once(free, "listening");
	const { port } = free.address() as AddressInfo;
	expect(await it.command(`AT+SOCKBL=1,${port}`)).toBe("ERROR:14\r\n");
	free.close();
	await once(free, "close");
	expect(await it.command(`AT+SOCKBL=1,${port}`)).toBe("OK\r\n");
	const client = tcpConnect(port, "127.0.0.1");
	cleanups.push(() => client.destroy());
	await it.until(`+SOCKIND:2,"127.0.0.1",${port},"127.0.0.1",`);
	client.write("ping");
	await it.until("+SOCKRXT:2,4\r\n");
	await it.command('AT+SOCKWR=2,4,"pong"');
	expect(String((await once(client, "data"))[0])).toBe("pong");
	client.destroy();
	await it.until("+SOCKCL:2\r\n");
});

test("datagrams go out and come back", async () => {
	const host = createSocket("udp4");
	host.on("message", (bytes, from) => host.send(bytes.reverse(), from.port, from.address));
	host.bind(0, "127.0.0.1");
	await once(host, "listening");
	cleanups.push(() => host.close());
	const it = await start();
	await it.command("AT+SOCKO=1");
	expect(await it.command(`AT+SOCKWRTO=1,"127.0.0.1",${host.address().port},3,"abc"`)).toBe("OK\r\n");
	await it.until(`+SOCKRXU:1,"127.0.0.1",${host.address().port},3\r\n`);
	expect(await it.command("AT+SOCKRD=1,1,9")).toBe('+SOCKRD:1,3,"cba"\r\nOK\r\n');
});

test("a multicast group is joined where the machine has multicast, and refused where it has not", async () => {
	const probe = createSocket("udp4");
	probe.bind(0);
	await once(probe, "listening");
	cleanups.push(() => probe.close());
	const { port } = probe.address();
	let has = true;
	try {
		probe.addMembership("239.1.2.3");
		probe.dropMembership("239.1.2.3");
	} catch {
		has = false;
	}
	const it = await start();
	await it.command("AT+SOCKO=1");
	const group = port === 65_535 ? 65_534 : port + 1;
	const said = await it.command(`AT+SOCKBM=1,"239.1.2.3",${group}`);
	expect(said).toBe(has ? "OK\r\n" : "ERROR:45\r\n");
	if (!has) return;
	probe.send("to all", group, "239.1.2.3");
	await it.until("+SOCKRXU:1,");
	expect(await it.command("AT+SOCKRD=1,1,9")).toContain('"to all"');
});

describe("TLS", () => {
	/** A TLS server; what its clients presented. */
	async function server(options: { wantsClient?: boolean } = {}) {
		const clients: TLSSocket[] = [];
		const server = createTlsServer(
			{
				key: pem("server-key"),
				cert: pem("server"),
				ca: pem("ca"),
				requestCert: options.wantsClient,
				rejectUnauthorized: options.wantsClient,
				// so that a client that is turned away hears of it within the handshake
				maxVersion: "TLSv1.2",
			},
			(socket) => {
				clients.push(socket);
				socket.pipe(socket);
			},
		);
		server.on("tlsClientError", () => {});
		server.listen(0, "127.0.0.1");
		await once(server, "listening");
		cleanups.push(() => {
			for (const socket of clients) socket.destroy();
			server.close();
		});
		return { port: (server.address() as AddressInfo).port, clients };
	}

	async function secured(port: number, settings: readonly string[]) {
		const it = await start();
		for (const setting of settings) expect(await it.command(`AT+TLSC=1,${setting}`)).toBe("OK\r\n");
		await it.command("AT+SOCKO=2");
		await it.command(`AT+SOCKBR=1,"127.0.0.1",${port}`);
		await it.until("+SOCKIND");
		await it.until("\r\n");
		await it.command("AT+SOCKTLS=1,1");
		return { it, said: await it.until("\r\n") };
	}

	test.each(["ca", "ca-der"])("a server is verified by %s, and talked to", async (authority) => {
		const { port, clients } = await server();
		const { it, said } = await secured(port, [`1,"${authority}"`, '5,"host.example"']);
		expect(said).toBe("+SOCKTLS:1\r\n");
		await it.command('AT+SOCKWR=1,6,"secret"');
		await it.until("+SOCKRXT:1,6\r\n");
		expect(await it.command("AT+SOCKRD=1,1,9")).toContain('"secret"');
		expect(clients[0]!.getCipher().version).toBe("TLSv1.2");
		expect((clients[0] as TLSSocket & { servername?: string }).servername).toBe("host.example");
		clients[0]!.end();
		await it.until("+SOCKCL:1\r\n");
	});

	test("another authority, or another name, is not trusted; none verifies nothing", async () => {
		const { port } = await server();
		expect((await secured(port, ['1,"other"'])).said).toContain("+SOCKERR:1,15");
		expect((await secured(port, ['1,"ca"', '5,"evil.example"'])).said).toContain("+SOCKERR:1,15");
		expect((await secured(port, ['1,"nowhere"'])).said).toContain("+SOCKERR:1,15");
		expect((await secured(port, ['5,"evil.example"'])).said).toBe("+SOCKTLS:1\r\n");
	});

	test("the module shows its own certificate", async () => {
		const { port, clients } = await server({ wantsClient: true });
		expect((await secured(port, ['1,"ca"', '2,"client"', '3,"client-key"'])).said).toBe("+SOCKTLS:1\r\n");
		expect(clients[0]!.getPeerCertificate().subject.CN).toBe("client");
		expect((await secured(port, ['1,"ca"'])).said).toContain("+SOCKERR:1,15");
	});

	test("a key that is none fails, and so does a server without TLS", async () => {
		const { port } = await server();
		expect((await secured(port, ['2,"client"', '3,"README.md"'])).said).toContain("+SOCKERR:1,15");
		expect((await secured(await echo(), [])).said).toContain("+SOCKERR:1,15");
	});
});

test("the firmware's turns are real ones on the wall clock", async () => {
	const it = await start({ release: "anycloud" });
	const begin = performance.now();
	// turns are on a grid: a busy machine may be late for one and take the next at once, but not for many
	for (let i = 0; i < 12; i++) expect(await it.command("AT+GMM")).toContain("PIC32MZW1");
	expect(performance.now() - begin).toBeGreaterThan(500);
});
