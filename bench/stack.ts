/** The whole stack on the emulated machine, with the virtual module behind its port and a server behind that. */
import { type ReleaseName, Uart, VirtualModule } from "../host-sim/module/index";
import { memoryWorld, type Peer, type UdpHost } from "../host-sim/world/memory/index";
import { type Figures, Program } from "./program";

export interface StackOptions {
	release: ReleaseName;
	baud: number;
	/** Bytes that arrive at once. */
	chunk: number;
	entry: string;
	/** For the program, beside the port. */
	config: object;
	/** Bytes that the host's port holds. */
	capacity: number;
}

const home = {
	ssid: "home",
	bssid: "24:F2:7F:A5:8B:80",
	channel: 6,
	security: "wpa2",
	password: "correct horse",
	dhcp: { address: "192.168.0.100", delay: 100 },
} as const;

/** Commands that give the module payload. */
const GIVING = new Set(["SOCKWR", "SOCKWRTO", "MQTTPUB"]);

/** A joined program with a connection (or a session with the broker), ready to be measured. */
export class Stack {
	readonly program: Program;
	readonly world: ReturnType<typeof memoryWorld>;
	readonly module: VirtualModule;
	readonly uart: Uart;
	peer: Peer | undefined;
	readonly #datagrams: UdpHost;
	/** Bytes that the server got. */
	received = 0;
	/** Commands with payload that the module has begun with, and bytes of sockets' payload that it has taken. */
	readonly given = { commands: 0, bytes: 0 };

	constructor(machine: string | undefined, options: StackOptions) {
		const { release, baud, chunk, capacity, config } = options;
		const authority = "the bench's own";
		this.world = memoryWorld({
			accessPoints: [home],
			names: {},
			broker: { address: "192.0.2.10", port: 1883 },
			certificates: { ca: Buffer.from(authority) },
		});
		const { network } = this.world;
		const listen = (peer: Peer) => {
			this.peer = peer;
			peer.onData = (bytes) => {
				this.received += bytes.length;
			};
		};
		network.listen("192.0.2.1", 9, listen);
		network.listen("192.0.2.1", 443, listen, { tls: { authority: Buffer.from(authority), names: ["host.example"] } });
		this.#datagrams = network.udpHost("192.0.2.1", 9, (bytes) => {
			this.received += bytes.length;
		});
		this.module = new VirtualModule({
			world: this.world,
			release,
			capabilities: { baud },
			onTrace: (event) => {
				if (event.kind === "command" && GIVING.has(event.name)) this.given.commands++;
				else if (event.kind === "payload" && event.direction === "in") this.given.bytes += event.bytes;
			},
		});
		this.uart = new Uart({ clock: this.world.clock, module: this.module, baud, chunk });
		this.module.powerOn();
		this.program = new Program(machine, options.entry, {
			clock: this.world.clock,
			end: this.uart.dte,
			port: { rx: Math.max(capacity, chunk) },
			config: { serial: { port: 0, baud, capacity }, ...config },
		});
	}

	/** Lets time pass until something has come to be; figures in virtual milliseconds. @throws Error when it does not */
	until(done: () => boolean, limit: number, step = 10): void {
		const { clock } = this.world;
		const end = clock.now() + limit;
		while (!done()) {
			if (clock.now() >= end) throw new Error(`not within ${limit} ms: ${JSON.stringify(this.program.figures())}`);
			clock.advance(step);
		}
	}

	/**
	 * Lets time pass to the next moment at which a turn ends: the program has got something more, or, when it sends, the module
	 * begins with its next command.
	 * @param feed called ahead of each thing that happens, to have something on its way
	 * @throws Error when nothing moves for ten seconds
	 */
	turn(sends: boolean, feed?: () => void): void {
		const { clock } = this.world;
		const { counts } = this.uart;
		const got = sends ? 0 : this.figures().received;
		const { commands } = this.given;
		const end = clock.now() + 10_000;
		for (;;) {
			feed?.();
			const { next } = clock;
			if (next === undefined || next > end) throw new Error(`nothing moves: ${JSON.stringify(this.figures())}`);
			const { toHost } = counts;
			clock.advanceTo(next);
			if (sends ? this.given.commands !== commands : counts.toHost !== toHost && this.figures().received !== got)
				return;
		}
	}

	/** A datagram comes to the program's port. */
	sendDatagram(bytes: Uint8Array): void {
		this.#datagrams.send(bytes, { address: home.dhcp.address, port: 5000 });
	}

	/** The ID of the first socket that the module has open; 1 without any. */
	get socket(): number {
		return this.module.state.sockets[0]?.id ?? 1;
	}

	/** The IDs of the sockets that the module has open. */
	get sockets(): number[] {
		return this.module.state.sockets.map((it) => it.id);
	}

	figures(): Figures {
		return this.program.figures();
	}

	close(): Promise<void> {
		this.module.powerOff();
		return this.program.close();
	}
}
