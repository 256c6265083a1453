import type { Firmware, LaunchOptions } from "../../host-sim/launch";
import { type ReleaseName, Uart, VirtualModule } from "../../host-sim/module/index";
import type { Network } from "../../host-sim/world/network";
import { realWorld } from "../../host-sim/world/real/index";
import type { XsOptions } from "../../host-sim/xs/firmware";
import { certificatesFolder } from "../world/session";
import { type Servers, startServers } from "./servers";

type Launch = (options: LaunchOptions & Partial<XsOptions>) => Firmware;

const NTP = 123;

/** A router between the module and this machine: the port of NTP, which only root may open here, leads to another. */
function forwarding(network: Network, port: number): Network {
	return {
		connect: network.connect.bind(network),
		listen: network.listen.bind(network),
		bind: (at, onMessage, done) =>
			network.bind(
				at,
				(bytes, from) => onMessage(bytes, from.port === port ? { ...from, port: NTP } : from),
				(result) => {
					if (typeof result === "string") return done(result);
					done({
						port: result.port,
						send: (bytes, to) => result.send(bytes, to.port === NTP ? { ...to, port } : to),
						join: (group) => result.join(group),
						close: () => result.close(),
					});
				},
			),
	};
}

/** The program of tests/device/real-clients, the module and the servers, all on wall time. */
export class RealClients {
	readonly servers: Servers;
	readonly #firmware: Firmware;
	readonly #end: () => void;
	readonly #waiting = new Map<string, (result: unknown) => void>();
	#fail: (error: Error) => void = () => {};

	private constructor(servers: Servers, launch: Launch, release: ReleaseName, options: Partial<XsOptions>) {
		this.servers = servers;
		const world = realWorld({
			accessPoints: [
				{ ssid: "net", bssid: "00:00:00:00:00:01", joinDelay: 1, dhcp: { address: "127.0.0.1", delay: 1 } },
			],
			names: { "host.example": "127.0.0.1" },
			certificates: certificatesFolder,
			ask: false,
		});
		const network = forwarding(world.network, servers.ports.ntp);
		const module = new VirtualModule({ world: { ...world, network }, release });
		const uart = new Uart({ clock: world.clock, module, baud: 0, chunk: 64 });
		module.powerOn();
		this.#firmware = launch({
			...options,
			entry: "tests/device/real-clients",
			clock: world.clock,
			ports: { 0: { end: uart.dte, rx: 1024, paced: false } },
			config: { serial: { port: 0, baud: 230_400, dialect: "standard" }, certificates: ["ca"], tls: { ca: "ca" } },
			onMessage: (text) => {
				const { what, result } = JSON.parse(text);
				this.#waiting.get(what)?.(result);
			},
			onExit: (error) => {
				if (error) this.#fail(error);
			},
		});
		this.#end = () => {
			module.powerOff();
			world.close();
		};
	}

	static async start(launch: Launch, release: ReleaseName, options: Partial<XsOptions> = {}): Promise<RealClients> {
		return new RealClients(await startServers(), launch, release, options);
	}

	/** What comes of it when the program uses a client. @param length of the texts that go to and fro */
	use(what: keyof Servers["ports"], length: number): Promise<unknown> {
		return new Promise((resolve, reject) => {
			this.#fail = reject;
			this.#waiting.set(what, resolve);
			this.#firmware.post(JSON.stringify({ what, port: this.servers.ports[what], length }));
		});
	}

	async close(): Promise<void> {
		await this.#firmware.close();
		this.#end();
		await this.servers.close();
	}
}

/** What the clients of a program, launched so, are shown to do. @param testThere jest's `test`, or its `skip` */
export function testRealClients(title: string, launch: Launch, options: () => Partial<XsOptions>, testThere: jest.It) {
	describe.each<ReleaseName>(["reference", "anycloud"])(`${title}, %s`, (release) => {
		const length = release === "reference" ? 6000 : 700;
		let it: RealClients;
		const start = async () => {
			it = await RealClients.start(launch, release, options());
		};
		afterEach(() => it?.close());

		testThere.each(["http", "https"] as const)(
			"%s: Node's server answers requests, chunks and long bodies",
			async (what) => {
				await start();
				expect(await it.use(what, length)).toEqual([200, true, 200, `${length} as they should be`]);
				expect(it.servers.serverNames).toEqual(what === "https" ? ["host.example"] : []);
			},
		);

		testThere.each(["mqtt", "mqtts"] as const)(
			"%s: a broker gets a long message, gives it back, and the will",
			async (what) => {
				await start();
				expect(await it.use(what, length)).toEqual(["real/long", length, true]);
				while (it.servers.published.length < 2) await new Promise(setImmediate);
				expect(it.servers.published).toEqual([
					["real/long", length],
					["real/gone", 4],
				]);
			},
		);

		testThere.each(["ws", "wss"] as const)("%s: a server sends texts and bytes back, and closes", async (what) => {
			await start();
			const { messages, end } = (await it.use(what, 300)) as { messages: unknown; end: string };
			const whole = [
				["text", false],
				["all of it", true],
			];
			expect(messages).toEqual(whole);
			// the firmware frees a secured connection before what came last, the closing frame, could be read
			if (what === "ws" || release === "reference") expect(end).toBe("cleanly");
		});

		testThere("ntp: a server tells the time, after a name that nobody knows", async () => {
			await start();
			const before = Math.floor(Date.now() / 1000) * 1000;
			const time = (await it.use("ntp", 0)) as number;
			expect(time).toBeGreaterThanOrEqual(before);
			expect(time).toBeLessThanOrEqual(Date.now());
		});
	});
}
