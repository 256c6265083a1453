import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import { join } from "node:path";
import { type ReleaseName, Uart, VirtualModule } from "../../host-sim/module/index";
import { simulateBoard } from "../../host-sim/node/simulate";
import { RealClock } from "../../host-sim/world/clock";
import { realWorld } from "../../host-sim/world/real/index";
import type { WFI32 } from "../../modules/provider";

/**
 * The whole stack on wall time: the provider's classes, a wire, the virtual module with this machine's own sockets. Every
 * wait is for something to come, never for time.
 */

const certificates = join(__dirname, "../world/certificates");
/** Addresses are the machine's own. */
export const host = "127.0.0.1";

/** What is to be undone after the test, last first. */
export const cleanups: (() => unknown)[] = [];
export async function cleanUp(): Promise<void> {
	for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
}

// one board for a test file: each test has a port of its own
const clock = new RealClock();
const ports: Record<number, { end: { send(bytes: Uint8Array): void; onReceive?: (bytes: Uint8Array) => void } }> = {};
const uarts: Uart[] = [];
for (let id = 0; id < 40; id++) {
	const end = { send: (bytes: Uint8Array) => uarts[id]?.dte.send(bytes), onReceive: undefined };
	ports[id] = { end };
}
simulateBoard({ clock, ports: ports as never });
let used = 0;

/** A module that has joined, and its provider. @param names certificates that the provider is told of */
export async function start(
	release: ReleaseName,
	names: readonly string[] = [],
	sockets = 4,
): Promise<{ wfi32: WFI32; module: VirtualModule }> {
	const world = realWorld({
		accessPoints: [{ ssid: "net", bssid: "00:00:00:00:00:01", joinDelay: 1, dhcp: { address: host, delay: 1 } }],
		certificates,
		ask: false,
	});
	const module = new VirtualModule({ world, release });
	const id = used++;
	const uart = new Uart({ clock: world.clock, module, baud: 0, chunk: 64 });
	uarts[id] = uart;
	uart.dte.onReceive = (bytes) => ports[id].end.onReceive?.(bytes);
	module.powerOn();
	// after the board: the modules look for it when they are loaded
	const { WFI32: Provider } = require("../../modules/provider") as typeof import("../../modules/provider");
	const { default: Serial } = require("../../host-sim/node/serial") as { default: never };
	const wfi32 = new Provider({
		serial: { io: Serial, baud: 230_400, port: id },
		certificates: names,
		buffers: { sockets, receive: 512, transmit: 512 },
	});
	cleanups.push(() => {
		wfi32.close();
		module.powerOff();
		world.close();
	});
	await new Promise<void>((resolve, reject) => {
		const wifi = new wfi32.WiFi({
			onChanged() {
				if (this.connection === 500) resolve();
			},
			onError: reject,
		});
		wifi.connect({ SSID: "net" });
	});
	return { wfi32, module };
}

/** A UDP socket of this machine's; its port. */
export async function udpSocket(onMessage: (socket: Socket, bytes: Buffer, port: number) => void): Promise<number> {
	const socket = createSocket("udp4");
	socket.on("message", (bytes, { port }) => onMessage(socket, bytes, port));
	socket.bind(0, host);
	await once(socket, "listening");
	cleanups.push(() => socket.close());
	return socket.address().port;
}
