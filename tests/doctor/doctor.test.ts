/** The examination of the wire, on both engines, against a module that is well and against all that may be wrong. */
import type { Grade, Outcome } from "wfi32/doctor";
import { type ReleaseName, Uart, VirtualModule } from "../../host-sim/module/index";
import { launchNode } from "../../host-sim/node/firmware";
import { VirtualClock } from "../../host-sim/world/clock";
import { memoryWorld } from "../../host-sim/world/memory/index";
import type { SerialEnd } from "../../host-sim/world/wire";
import { launchXs } from "../../host-sim/xs/firmware";

const engines = process.env.XS_ENGINE_MISSING ? { Node: launchNode } : { Node: launchNode, XS: launchXs };

interface Found {
	grade: Grade;
	text: string;
	advice: string;
}

/** What the doctor says of whatever is at the other end. */
async function examined(
	launch: typeof launchNode,
	end: SerialEnd,
	clock: VirtualClock,
	opened: (baud: number) => void,
) {
	const found: Found[] = [];
	let outcome: Outcome | undefined;
	const firmware = launch({
		entry: "host/doctor",
		clock,
		ports: { 0: { end, onOpen: opened } },
		config: { serial: { port: 0, baud: 230_400 }, turns: 50 },
		onMessage(text) {
			const message = JSON.parse(text);
			if (message.outcome) outcome = message.outcome;
			else found.push(message);
		},
	});
	for (let left = 600; left > 0 && !outcome; left--) clock.advance(100);
	await firmware.close();
	const text = found.map((it) => `${it.grade}: ${it.text} (${it.advice})`).join("\n");
	return { outcome, found, text };
}

interface ModuleOptions {
	release?: ReleaseName;
	baud?: number;
	fault?: (direction: string, bytes: Uint8Array) => Uint8Array;
}

function withModule(launch: typeof launchNode, { release = "reference", baud = 230_400, fault }: ModuleOptions = {}) {
	const world = memoryWorld();
	const module = new VirtualModule({ world, release, capabilities: { baud } });
	const uart = new Uart({ clock: world.clock, module, baud: 230_400, fault, random: () => world.random() });
	module.powerOn();
	world.clock.advance(2000);
	return examined(launch, uart.dte, world.clock, (speed) => {
		uart.baud = speed;
	});
}

/** Something else at the end of the wire. */
function with_(launch: typeof launchNode, answer: (bytes: Uint8Array) => Uint8Array | undefined) {
	const clock = new VirtualClock();
	const end: SerialEnd = {
		send(bytes) {
			const back = answer(bytes);
			if (back) clock.after(5, () => end.onReceive?.(back));
		},
		onReceive: undefined,
	};
	return examined(launch, end, clock, () => {});
}

describe.each(Object.entries(engines))("on %s", (_, launch) => {
	test("a module that is well", async () => {
		const { outcome, text } = await withModule(launch);
		expect(text).toContain("good: answers at 230400 baud");
		expect(text).toContain("good: Microchip, WFI32, PIC32MZW1");
		expect(text).toContain("follows release reference");
		expect(text).toMatch(/good: 50 answers, all of them whole; \d+ ms each/);
		expect(outcome).toBe("good");
	});

	test("the published firmware, with its echo and its prompt", async () => {
		const { outcome, text } = await withModule(launch, { release: "0.3.0" });
		expect(text).toContain("note: echo is on");
		expect(text).toContain("follows release 0.3.0");
		expect(outcome).toBe("good");
	});

	test("a module at another speed is found there, and what to do is said", async () => {
		const { outcome, text } = await withModule(launch, { baud: 9600 });
		expect(text).toContain(
			"warning: answers at 9600 baud, not at 230400 (Set baud to 9600, or the module to yours: AT+IPR=",
		);
		expect(text).toContain("good: 50 answers");
		expect(outcome).toBe("trouble");
	});

	test("answers that are damaged or missing are counted", async () => {
		let count = 0;
		const fault = (direction: string, bytes: Uint8Array) => {
			if (direction !== "toHost" || ++count < 30 || count % 7) return bytes;
			return count % 14 ? bytes.map((it) => it ^ 4) : new Uint8Array(0);
		};
		const { outcome, text } = await withModule(launch, { fault });
		const [, missing, damaged] = /bad: of 50 answers (\d+) did not come, and (\d+) were damaged/.exec(text) ?? [];
		expect(Number(missing) + Number(damaged)).toBeGreaterThan(3);
		expect(outcome).toBe("trouble");
	});

	test("nothing at all", async () => {
		const { outcome, text } = await with_(launch, () => undefined);
		expect(text).toContain("bad: nothing answers, at 8 speeds, and not a byte came (Has the module power");
		expect(outcome).toBe("silent");
	});

	test("wires that are joined", async () => {
		const { outcome, text } = await with_(launch, (bytes) => bytes);
		expect(text).toContain("what is sent comes back (TX and RX are joined");
		expect(outcome).toBe("silent");
	});

	test("bytes without sense", async () => {
		const { outcome, text } = await with_(launch, () => Uint8Array.of(0xff, 0x00, 0x80, 0xfe));
		expect(text).toMatch(/bad: nothing answers, at 8 speeds; \d+ bytes came that make no sense/);
		expect(outcome).toBe("silent");
	});

	test("something else that answers AT", async () => {
		const ok = Buffer.from("OK\r\n");
		const error = Buffer.from("ERROR\r\n");
		const { outcome, text } = await with_(launch, (bytes) => (/^AT(E0)?\r/.test(`${Buffer.from(bytes)}`) ? ok : error));
		expect(text).toContain("warning: does not say who it is: no AT+GMI, no AT+GMM, no AT+GMR");
		expect(outcome).toBe("trouble");
	});
});
