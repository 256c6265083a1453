import { Uart, VirtualModule } from "../../host-sim/module/index";
import { VirtualClock } from "../../host-sim/world/clock";
import { memoryWorld } from "../../host-sim/world/memory/index";

/** A device that gives back what it gets. */
function loop(options: Partial<ConstructorParameters<typeof Uart>[0]> = {}) {
	const clock = new VirtualClock();
	const device = {
		baud: 9600,
		received: [] as number[],
		onTransmit: undefined as ((bytes: Uint8Array) => void) | undefined,
		receive(bytes: Uint8Array) {
			this.received.push(...bytes);
		},
	};
	const uart = new Uart({ clock, module: device, ...options });
	const pieces: Uint8Array[] = [];
	uart.dte.onReceive = (bytes) => pieces.push(bytes.slice());
	return { clock, device, uart, pieces };
}

test("a byte takes its ten bits' time, each way", () => {
	const { clock, device, uart, pieces } = loop({ baud: 9600, chunk: 1 });
	uart.dte.send(Buffer.from("abc"));
	clock.advance(1);
	expect(device.received).toHaveLength(0);
	clock.advance(0.1);
	expect(device.received).toHaveLength(1);
	clock.advance(2.1);
	expect(device.received).toHaveLength(3);
	device.onTransmit?.(Buffer.from("xy"));
	clock.advance(2.1);
	expect(pieces.map((it) => it.length)).toEqual([1, 1]);
});

test("both directions run at once", () => {
	const { clock, device, uart, pieces } = loop({ baud: 9600, chunk: 10 });
	uart.dte.send(new Uint8Array(10));
	device.onTransmit?.(new Uint8Array(10));
	clock.advance(10.5);
	expect(device.received).toHaveLength(10);
	expect(pieces).toHaveLength(1);
});

test("without a speed bytes take no time, yet never arrive from in send", () => {
	const { clock, device, uart } = loop();
	uart.dte.send(Buffer.from("abc"));
	expect(device.received).toHaveLength(0);
	expect(uart.busy).toBe(true);
	clock.advance(0);
	expect(device.received).toHaveLength(3);
	expect(uart.busy).toBe(false);
});

test("pieces are no longer than asked for, and nothing is lost between them", () => {
	const { clock, device, uart } = loop({ chunk: 7 });
	const sizes: number[] = [];
	const receive = device.receive.bind(device);
	device.receive = (bytes) => {
		sizes.push(bytes.length);
		receive(bytes);
	};
	uart.dte.send(Uint8Array.from({ length: 20 }, (_, i) => i));
	uart.dte.send(Uint8Array.of(20));
	clock.advance(0);
	expect(sizes).toEqual([7, 7, 7]);
	expect(device.received).toEqual(Array.from({ length: 21 }, (_, i) => i));
});

test("the sender's buffer may be used again at once", () => {
	const { clock, device, uart } = loop();
	const bytes = Buffer.from([1, 2, 3]);
	uart.dte.send(bytes);
	bytes.fill(0);
	clock.advance(0);
	expect(device.received).toEqual([1, 2, 3]);
});

test("a fault sees every piece with its direction, and decides what arrives", () => {
	const { clock, device, uart, pieces } = loop({
		fault: (direction, bytes) => (direction === "toModule" ? bytes.filter((byte) => byte !== 2) : Uint8Array.of(9)),
	});
	uart.dte.send(Uint8Array.of(1, 2, 3));
	device.onTransmit?.(Uint8Array.of(1, 2, 3));
	clock.advance(0);
	expect(device.received).toEqual([1, 3]);
	expect(pieces).toEqual([Uint8Array.of(9)]);
	expect(uart.counts).toEqual({ toModule: 2, toHost: 1 });
});

test("at another speed than the module's nothing arrives as it was sent", () => {
	let next = 0;
	const { clock, device, uart } = loop({ baud: 115_200, random: () => (next++ % 10) / 10 });
	uart.dte.send(Buffer.from("hello"));
	clock.advance(100);
	expect(Buffer.from(device.received).toString("latin1")).not.toBe("hello");
	uart.baud = 9600;
	device.received.length = 0;
	uart.dte.send(Buffer.from("hello"));
	clock.advance(100);
	expect(Buffer.from(device.received).toString("latin1")).toBe("hello");
});

test("1.0.1 loses what 230400 baud bring while it looks away", () => {
	const world = memoryWorld();
	const module = new VirtualModule({ world, release: "1.0.1" });
	const uart = new Uart({ clock: world.clock, module, baud: 230_400 });
	module.powerOn();
	world.clock.advance(600);
	uart.dte.send(Buffer.from(`AT+WSTAC=12,"${"x".repeat(200)}"\r\n`));
	world.clock.advance(1000);
	expect(module.counters.overflowed).toBe(88);
});

test("the module is reached byte by byte as it is at once", () => {
	for (const chunk of [1, 3, 1000]) {
		const world = memoryWorld();
		const module = new VirtualModule({ world, release: "anycloud" });
		const uart = new Uart({ clock: world.clock, module, baud: 230_400, chunk });
		let said = "";
		uart.dte.onReceive = (bytes) => {
			said += Buffer.from(bytes).toString("latin1");
		};
		module.powerOn();
		world.clock.advance(600);
		uart.dte.send(Buffer.from("AT+GMI\r\n"));
		world.clock.advance(200);
		expect(said).toBe('\r\nOK\r\n>AT+GMI\r\n+GMI="Microchip"\r\nOK\r\n>');
	}
});

test("text of another task can tear a line", () => {
	const world = memoryWorld();
	const module = new VirtualModule({ world });
	let said = "";
	module.onTransmit = (bytes) => {
		said += Buffer.from(bytes).toString("latin1");
	};
	module.powerOn();
	module.intrude("[torn]", 13);
	module.receive(Buffer.from("AT+GMI\r\n"));
	expect(said).toBe('AT+GMI\r\n+GMI:[torn]"Microchip"\r\nOK\r\n');
});
