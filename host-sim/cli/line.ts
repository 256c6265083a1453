/** What the firmware's UART is wired to: the virtual module, or a serial port of this machine. */
import { SerialPort } from "serialport";
import { FaultyWire, type Surroundings } from "../faults/index";
import { type Counters, type ReleaseName, Uart, VirtualModule } from "../module/index";
import type { SerialEnd } from "../world/wire";
import type { World } from "../world/world";
import { Failure } from "./failure";

/** The firmware's end of a line to a module. */
export interface Line {
	readonly end: SerialEnd;
	/** The firmware has opened its port at this speed. */
	opened(baud: number): void;
	/** What the virtual module counted; a real one does not tell. */
	readonly counters?: Counters;
	/** What faults can happen to; to a real module, none. */
	readonly surroundings?: Surroundings;
	close(): Promise<void>;
}

/** The virtual module, switched on, at the far end of a UART of the given speed. */
export function virtualLine(world: World, release: ReleaseName, baud: number): Line {
	const module = new VirtualModule({ world, release });
	const { clock } = world;
	const wire = new FaultyWire(module, clock);
	const uart = new Uart({ clock, module: wire.device, baud, random: () => world.random() });
	module.powerOn();
	return {
		end: wire.host(uart.dte),
		opened(speed) {
			uart.baud = speed;
		},
		counters: module.counters,
		surroundings: {
			...{ clock, wire, uart, module, random: () => world.random() },
			accessPoint: world.radio.accessPoints[0],
		},
		async close() {
			module.powerOff();
			uart.close();
		},
	};
}

/**
 * A serial port of this machine, or a pseudo-terminal.
 * @param onLost called when it goes away
 * @throws Failure when it cannot be opened
 */
export async function portLine(path: string, baud: number, onLost: (failure: Failure) => void): Promise<Line> {
	const port = new SerialPort({ path, baudRate: baud, autoOpen: false });
	await new Promise<void>((done, fail) => {
		port.open((error) => (error ? fail(notOpened(path, error)) : done()));
	});
	let closing = false;
	const end: SerialEnd = {
		send: (bytes) => port.write(Buffer.from(bytes)),
		onReceive: undefined,
	};
	port.on("data", (bytes: Buffer) => end.onReceive?.(bytes));
	port.on("error", (error) => onLost(new Failure(`${path}: ${error.message}`)));
	port.on("close", () => {
		if (!closing) onLost(new Failure(`${path} has gone away`, "Was the module unplugged?"));
	});
	return {
		end,
		opened(speed) {
			if (speed !== port.baudRate)
				port.update({ baudRate: speed }, (error) => error && onLost(new Failure(`${path}: ${error.message}`)));
		},
		close() {
			closing = true;
			return new Promise((done) => (port.isOpen ? port.close(() => done()) : done()));
		},
	};
}

function notOpened(path: string, { message }: Error): Failure {
	if (/permission denied/i.test(message))
		return new Failure(
			`${path}: permission denied`,
			"Add yourself to the port's group (often dialout) and log in again.",
		);
	return new Failure(
		`${path} cannot be opened: ${message.replace(/^Error: /, "")}`,
		"Which port is the module on? See: ls /dev/tty*",
	);
}

/** The same line, with an ear on it. */
export function tapped(
	end: SerialEnd,
	listen: (direction: "toModule" | "toHost", bytes: Uint8Array) => void,
): SerialEnd {
	const outer: SerialEnd = {
		send(bytes) {
			listen("toModule", bytes);
			end.send(bytes);
		},
		onReceive: undefined,
	};
	end.onReceive = (bytes) => {
		listen("toHost", bytes);
		outer.onReceive?.(bytes);
	};
	return outer;
}
