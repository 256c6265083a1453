// The module as an IO provider (ECMA-419 11), alone and with another beside it.
import { behaviour } from "testing/behaviour";
import { broker, connected, host, joined, provider } from "tests/device/support";
import { WFI32 } from "wfi32/provider";

class Refusing {
	constructor() {
		throw new RangeError("no such port");
	}
}

behaviour("onReady comes once, with this, not from inside the constructor (11.3)", async (t) => {
	let ready = 0;
	const wfi32 = provider({
		onReady() {
			t.ok(this === wfi32);
			ready++;
		},
	});
	t.equal(ready, 0);
	await t.advance(10_000);
	t.equal(ready, 1);
	t.ok(wfi32.identity.model);
});

behaviour("constructors may be used before onReady (11.3)", async (t) => {
	const order: string[] = [];
	const wfi32 = provider({ onReady: () => order.push("ready") });
	const wifi = new wfi32.WiFi({});
	wifi.connect({ SSID: "home", password: "correct horse" });
	const udp = new wfi32.UDP({ port: 6000 });
	const resolver = new wfi32.Resolver({});
	resolver.resolve({ host: "192.0.2.9" }, () => order.push("resolved"));
	t.equal(order, []);
	await t.until(() => wifi.connection === 500, 20_000);
	t.ok(order.includes("ready") && order.includes("resolved"));
	udp.close();
});

behaviour("options are required and checked before the port is taken (8.2, 11.1)", async (t) => {
	const construct = (options: unknown) => new WFI32(options as never);
	for (const wrong of [undefined, null, {}, { serial: {} }, { serial: { io: 5 } }])
		t.throws(() => construct(wrong), TypeError);
	t.throws(() => provider({ onReady: 5 as never }), TypeError);
	t.throws(() => provider({ onError: {} as never }), TypeError);
	t.throws(() => provider({ release: "9.9.9" }), RangeError);
	for (const wrong of ["our-ca", {}, ["our-ca", 5], [""], [undefined]])
		t.throws(() => provider({ certificates: wrong as never }), TypeError);
	t.throws(() => construct({ serial: { io: Refusing, baud: 230_400 } }), RangeError);
	// nothing stayed taken
	let ready = false;
	provider(Object.freeze({ onReady: () => (ready = true), nonsense: 1 }));
	await t.until(() => ready, 10_000);
});

behaviour("a port in use throws, and the provider that has it goes on (9.3)", async (t) => {
	const { wfi32 } = await joined(t);
	await t.world("echo", 7);
	t.throws(() => provider(), Error);
	const it = await connected(t, wfi32, 7);
	it.tcp.write(Uint8Array.of(1, 2, 3));
	await t.until(() => it.received === 3, 10_000);
});

behaviour("target is stored, and can be written (8.4)", (t) => {
	const wfi32 = provider({ target: "a" });
	t.equal(wfi32.target, "a");
	wfi32.target = "b";
	t.equal(wfi32.target, "b");
});

/** One of each, with who was told of an error. */
function everything(wfi32: WFI32): { told: string[]; expected: string[]; close: () => void } {
	const told: string[] = [];
	const onError = (name: string) => () => told.push(name);
	const instances = [
		new wfi32.TCP({ address: host, port: 9, onError: onError("TCP") }),
		new wfi32.UDP({ port: 6000, onError: onError("UDP") }),
		new wfi32.Listener({ port: 8080, onError: onError("Listener") }),
		new wfi32.MQTTClient({ host: broker, onError: onError("MQTTClient") }),
		new wfi32.WiFi({ onError: onError("WiFi") }),
		new wfi32.Ping({ address: host, onError: onError("Ping") }),
	];
	const resolver = new wfi32.Resolver({});
	resolver.resolve({ host: "host.example" }, (error) => error && told.push("Resolver"));
	return {
		told,
		expected: ["Listener", "MQTTClient", "Ping", "Resolver", "TCP", "UDP", "WiFi"],
		close: () => {
			for (const it of [...instances, resolver]) it.close();
		},
	};
}

behaviour("close tells every open instance, not from inside the call, and may be called again (11.2)", async (t) => {
	let failed = 0;
	const { wfi32 } = await joined(t, { buffers: { sockets: 3 }, onError: () => failed++ });
	await t.world("listen", 9);
	const { told, expected, close } = everything(wfi32);
	wfi32.close();
	wfi32.close();
	t.equal(told, []);
	await t.advance(100);
	t.equal([...told].sort(), expected);
	t.equal(failed, 0, "the provider itself was closed: no callback");
	close();
	t.throws(() => wfi32.identity, Error);
	t.throws(() => wfi32.diagnostics, Error);
	t.throws(() => new wfi32.TCP({ address: host, port: 9 }), Error);
	t.throws(() => new wfi32.UDP({}), Error);
	let ready = false;
	provider({ onReady: () => (ready = true) });
	await t.until(() => ready, 10_000, "the port was given back");
});

behaviour("instances that are not open any more are not told of the end (8.3)", async (t) => {
	const { wfi32 } = await joined(t, { buffers: { sockets: 3 } });
	const { told, close } = everything(wfi32);
	close();
	wfi32.close();
	await t.advance(20_000);
	t.equal(told, []);
});

behaviour("an instance closed between the provider's end and its callback is not told (8.3)", async (t) => {
	const { wfi32 } = await joined(t, { buffers: { sockets: 3 } });
	const { told, close } = everything(wfi32);
	wfi32.close();
	close();
	await t.advance(20_000);
	t.equal(told, []);
});

behaviour("a module that is silent for good is told to the provider and to every instance (11.3)", async (t) => {
	const errors: Error[] = [];
	const { wfi32 } = await joined(t, { buffers: { sockets: 3 }, onError: (error) => errors.push(error) });
	await t.world("listen", 9);
	const { told, expected } = everything(wfi32);
	await t.world("hang");
	await t.until(() => errors.length, 120_000);
	await t.advance(5000);
	t.equal(errors.length, 1);
	t.ok(errors[0] instanceof Error);
	t.equal([...new Set(told)].sort(), expected);
	wfi32.close();
});
