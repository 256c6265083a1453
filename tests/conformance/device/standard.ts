// The standard names (ECMA-419 6.5, 29): programs that were written for any host.
import "wfi32/standard/device";
import Listener from "embedded:io/socket/listener";
import TCP from "embedded:io/socket/tcp";
import TLS from "embedded:io/socket/tcp/tls";
import UDP from "embedded:io/socket/udp";
import Resolver from "embedded:network/dns/resolver/udp";
import WiFi from "embedded:network/interface/wifi";
import { behaviour, type Test } from "testing/behaviour";
import { host } from "tests/device/support";
import { TCP as ModuleTCP } from "wfi32/tcp";
import { decode, encode } from "wfi32/text";

interface Device {
	network: {
		dns: { io: typeof Resolver; resolver: { io: typeof Resolver } };
		tls: { client: { io: unknown } };
		interface: { WiFi0: { io: typeof WiFi } };
	};
}
const { network } = (globalThis as unknown as { device: Device }).device;

async function online(t: Test): Promise<WiFi> {
	const { WiFi0 } = network.interface;
	const wifi = new WiFi0.io(WiFi0);
	wifi.connect({ SSID: "home", password: "correct horse" });
	await t.until(() => wifi.connection === 500, 15_000, "joining");
	return wifi;
}

behaviour("device.network has what the module offers, frozen, in both spellings (29)", (t) => {
	t.ok(network.interface.WiFi0.io === WiFi);
	t.ok(network.dns.io === network.dns.resolver.io);
	t.ok(network.dns.io === Resolver);
	t.ok(network.tls.client.io === TLS);
	t.ok(Object.isFrozen(network) && Object.isFrozen(network.interface.WiFi0));
});

behaviour("nothing is taken before the first instance, and one module serves all the names (11)", async (t) => {
	t.equal((await t.world<{ bytesReceived: number }>("counters")).bytesReceived, 0);
	t.throws(() => new TCP(undefined as never), TypeError);
	const wifi = await online(t);
	await t.world("echo", 7);
	let back = "";
	const tcp = new TCP({
		address: host,
		port: 7,
		onWritable() {
			if (!back) this.write(encode("hello"));
		},
		onReadable() {
			back += decode(this.read() as ArrayBuffer);
		},
	});
	await t.until(() => back === "hello", 20_000);
	t.ok(tcp instanceof TCP && tcp instanceof ModuleTCP);
	tcp.close();
	t.throws(() => tcp.read(), Error);
	const udp = new UDP({});
	t.equal(udp.format, "buffer");
	udp.close();
	const second = new WiFi({});
	t.equal(second.address, wifi.address);
});

behaviour("the standard's classes can be subclassed (8)", async (t) => {
	await online(t);
	class Special extends UDP {
		readonly special = true;
		twice(): string {
			return this.format + this.format;
		}
	}
	const udp = new Special({ port: 6000 });
	t.equal([udp.special, udp.twice(), udp instanceof UDP], [true, "bufferbuffer", true]);
	udp.close();
});

behaviour("a connection of the standard listener is handed to the standard TCP (10.13)", async (t) => {
	await online(t);
	let heard = "";
	const listener = new Listener({
		port: 8080,
		onReadable() {
			new TCP({
				from: this.read(),
				onReadable() {
					heard += decode(this.read() as ArrayBuffer);
				},
			});
		},
	});
	await t.advance(3000);
	await t.world("dial", listener.port);
	await t.advance(3000);
	await t.world("dialSay", "knock");
	await t.until(() => heard === "knock", 15_000);
});

behaviour(
	"a module that is given up tells its instances, and the next instance begins with a new one (11.3)",
	async (t) => {
		const wifi = await online(t);
		let told: Error | undefined;
		new UDP({ port: 6000, onError: (error) => (told = error) });
		await t.world("hang");
		new Resolver({}).resolve({ host: "host.example" }, () => {});
		await t.until(() => told, 120_000);
		await t.world("resetModule");
		await t.advance(3000);
		wifi.close();
		await online(t);
	},
);
