// Listening through the whole stack (ECMA-419 10.13, reference 7.3).
import { behaviour } from "testing/behaviour";
import { isFirmware, joined } from "tests/device/support";
import type { TCP } from "wfi32/tcp";

behaviour("a connection is accepted, read and answered", async (t) => {
	const { wfi32 } = await joined(t);
	let told = 0;
	const listener = new wfi32.Listener({ port: 8080, onReadable: (count) => (told = count) });
	t.equal(listener.port, 8080);
	t.equal(listener.read(), undefined);
	await t.advance(3000);
	await t.world("dial", 8080);
	await t.world("dialSay", "GET /");
	await t.until(() => told, 15_000);
	t.equal(told, 1);
	const bare = listener.read() as TCP;
	t.ok(bare.remoteAddress);
	t.equal(listener.read(), undefined);
	let text = "";
	const tcp = new wfi32.TCP({
		from: bare,
		onReadable() {
			for (let byte = this.read(); byte !== undefined; byte = this.read()) text += String.fromCharCode(byte as number);
		},
		format: "number",
	});
	await t.until(() => text === "GET /", 15_000);
	tcp.format = "buffer";
	tcp.write(Uint8Array.of(79, 75));
	await t.advance(3000);
	t.equal(await t.world("dialHeard"), ["OK"]);
	tcp.close();
	await t.advance(3000);
	listener.close();
	listener.close();
	t.throws(() => listener.port, Error);
	await t.advance(3000);
	t.equal((await t.world<{ sockets: number }>("module")).sockets, 0);
});

behaviour("as many clients are served as there are sockets, and others are refused and counted", async (t) => {
	const sockets = isFirmware ? 5 : 6;
	const { wfi32 } = await joined(t, { buffers: { sockets, receive: 256, transmit: 256 } });
	const open: TCP[] = [];
	const listener = new wfi32.Listener({
		onReadable() {
			for (let it = this.read(); it; it = this.read()) {
				const tcp = new wfi32.TCP({
					from: it,
					onReadable() {
						const data = this.read() as ArrayBuffer;
						this.write(data);
					},
				});
				open.push(tcp);
			}
		},
	});
	t.ok(listener.port >= 49152);
	await t.advance(3000);
	for (let i = 0; i < sockets + 1; i++) {
		await t.world("dial", listener.port);
		await t.advance(1500);
		await t.world("dialSay", `client ${i}`);
		await t.advance(1500);
	}
	await t.advance(5000);
	t.equal(open.length, sockets);
	const heard = await t.world<string[]>("dialHeard");
	for (let i = 0; i < sockets; i++) t.equal(heard[i], `client ${i}`);
});

behaviour("wrong options throw, writing throws", async (t) => {
	const { wfi32 } = await joined(t);
	for (const options of [undefined, { port: -1 }, { port: 65536 }, { format: "buffer" }])
		t.throws(() => new wfi32.Listener(options as never), Error);
	t.throws(() => new wfi32.Listener({ port: 65536 }), RangeError);
	const listener = new wfi32.Listener({ port: 8080 });
	t.throws(() => listener.write(), Error);
	t.throws(() => {
		listener.format = "buffer" as never;
	}, RangeError);
	t.equal(listener.format, "socket/tcp");
});
