import { type FaultName, FaultyWire, faults, follow, type Parameters, readPlan } from "../../host-sim/faults/index";
import { Uart, VirtualModule } from "../../host-sim/module/index";
import { memoryWorld } from "../../host-sim/world/memory/index";
import { home } from "../support/stack";

/** A module on a wire, without firmware: what is typed at the host's end, and what comes there. */
function bench(baud = 230_400) {
	const world = memoryWorld({ accessPoints: [home] });
	const { clock } = world;
	const module = new VirtualModule({ world, capabilities: { echoAtBoot: false } });
	const wire = new FaultyWire(module, clock);
	const uart = new Uart({ clock, module: wire.device, baud, chunk: 8, random: () => world.random() });
	const end = wire.host(uart.dte);
	const it = { world, clock, module, heard: "", pieces: [] as { at: number; length: number }[] };
	end.onReceive = (bytes) => {
		it.heard += Buffer.from(bytes).toString("latin1");
		it.pieces.push({ at: clock.now(), length: bytes.length });
	};
	module.powerOn();
	const surroundings = {
		...{ clock, wire, uart, module, random: () => world.random() },
		accessPoint: world.radio.accessPoints[0],
		broker: world.broker,
	};
	return {
		...{ world, clock, module, it, surroundings },
		say: (line: string) => end.send(Buffer.from(`${line}\r\n`)),
		/** Begins a fault. @returns ends it */
		begin: (name: FaultName, parameters: Parameters = {}) => faults[name].begin(surroundings, parameters),
		/** What came since the last call. */
		heard() {
			const { heard } = it;
			it.heard = "";
			return heard;
		},
	};
}

const TEXT = "0123456789".repeat(100);

describe("a wire without faults", () => {
	test("carries everything both ways", () => {
		const { say, clock, heard } = bench();
		say("AT");
		clock.advance(100);
		expect(heard()).toBe("OK\r\n");
	});
});

describe("faults of bytes", () => {
	test.each([
		["drop", (length: number) => length < 900 && length > 600],
		["duplicate", (length: number) => length > 1100 && length < 1400],
	] as const)("%s changes how many arrive, about as often as asked for", (name, plausible) => {
		const { begin, module, clock, heard } = bench();
		begin(name, { rate: 0.2, direction: "toHost" });
		module.intrude(TEXT);
		clock.advance(1000);
		const { length } = heard();
		expect(plausible(length)).toBe(true);
	});

	test("flip changes bytes and not their number", () => {
		const { begin, module, clock, heard } = bench();
		begin("flip", { rate: 0.2 });
		module.intrude(TEXT);
		clock.advance(1000);
		const text = heard();
		expect(text.length).toBe(TEXT.length);
		const wrong = [...text].filter((character, i) => character !== TEXT[i]).length;
		expect(wrong).toBeGreaterThan(100);
		expect(wrong).toBeLessThan(300);
	});

	test("delay keeps the order, also of what comes after its end", () => {
		const { begin, module, clock, heard } = bench();
		const end = begin("delay", { milliseconds: 500 });
		module.intrude("first");
		clock.advance(100);
		expect(heard()).toBe("");
		end();
		module.intrude(" second");
		clock.advance(300);
		expect(heard()).toBe("");
		clock.advance(300);
		expect(heard()).toBe("first second");
	});

	test("mute lets nothing through, in the direction meant only", () => {
		const { begin, say, clock, heard, module } = bench();
		const end = begin("mute", { direction: "toModule" });
		say("AT");
		module.intrude("text");
		clock.advance(100);
		expect(heard()).toBe("text");
		end();
		say("AT");
		clock.advance(100);
		expect(heard()).toBe("OK\r\n");
	});

	test("another speed garbles what is sent, and afterwards all is well", () => {
		const { begin, say, clock, heard } = bench();
		const end = begin("baud", { baud: 115_200 });
		say("AT");
		clock.advance(100);
		expect(heard()).not.toContain("OK");
		end();
		say("");
		say("AT");
		clock.advance(100);
		expect(heard()).toMatch(/OK\r\n$/);
	});
});

describe("a busy host", () => {
	test("gets what its FIFO holds, and no more than that", () => {
		const { begin, module, clock, heard } = bench();
		begin("busy", { milliseconds: 20, every: 1000 });
		module.intrude(TEXT.slice(0, 300));
		clock.advance(19);
		expect(heard()).toBe("");
		clock.advance(10);
		expect(heard()).toBe(TEXT.slice(0, 128));
	});

	test("loses nothing in 5 ms at 230400 baud", () => {
		const { begin, module, clock, heard } = bench();
		begin("busy", { milliseconds: 5, every: 50 });
		module.intrude(TEXT);
		clock.advance(1000);
		expect(heard()).toBe(TEXT);
	});
});

describe("faults of the module", () => {
	test("no-answer loses the result, though the command is carried out", () => {
		const { begin, say, clock, heard } = bench();
		const end = begin("no-answer");
		say('AT+WSTAC=1,"home"');
		clock.advance(1000);
		expect(heard()).toBe("");
		end();
		say("AT+WSTAC=1");
		clock.advance(100);
		expect(heard()).toContain('"home"');
	});

	test("late-answer holds the result back, and what comes behind it", () => {
		const { begin, say, clock, heard, module } = bench();
		begin("late-answer", { milliseconds: 3000 });
		say("AT");
		clock.advance(100);
		module.intrude("behind");
		clock.advance(2800);
		expect(heard()).toBe("");
		clock.advance(200);
		expect(heard()).toBe("OK\r\nbehind");
	});

	test("other-answer comes before the command's own", () => {
		const { begin, say, clock, heard } = bench();
		begin("other-answer", { text: "+SOCKO:7\r\nOK\r\n" });
		say("AT");
		clock.advance(100);
		expect(heard()).toBe("+SOCKO:7\r\nOK\r\nOK\r\n");
	});

	test("tear breaks a line in two", () => {
		const { begin, say, clock, heard } = bench();
		begin("tear", { text: "<torn>", every: 1000 });
		say("AT+GMM");
		say("AT+GMI");
		clock.advance(500);
		const text = heard();
		expect(text).toContain("<torn>");
		expect(text).not.toMatch(/(^|\r\n)<torn>\r\n/);
	});

	test("storm fills the line", () => {
		const { begin, clock, heard } = bench();
		begin("storm");
		clock.advance(1000);
		expect(heard().length).toBeGreaterThan(20_000);
	});

	test("reset happens after as many bytes as asked for", () => {
		const { begin, say, clock, heard, module } = bench();
		begin("reset", { after: 3 });
		say('AT+WSTAC=1,"home"');
		clock.advance(100);
		expect(heard()).toBe("OK\r");
		say("AT+WSTAC=1");
		clock.advance(100);
		expect(heard()).not.toContain("home");
		expect(module.powered).toBe(true);
	});

	test("stuck: nothing helps but the reset line", () => {
		const { begin, say, clock, heard, module } = bench();
		begin("stuck")();
		say("AT");
		clock.advance(60_000);
		expect(heard()).toBe("");
		module.resetPin(0);
		clock.advance(20);
		module.resetPin(1);
		clock.advance(1000);
		say("AT");
		clock.advance(100);
		expect(heard()).toContain("OK");
	});

	test("speed: the module is understood at another speed until it starts anew", () => {
		const { begin, say, clock, heard, module, surroundings } = bench();
		begin("speed", { baud: 57_600 })();
		say("AT");
		clock.advance(100);
		expect(heard()).not.toContain("OK");
		surroundings.uart.baud = 57_600;
		say("");
		clock.advance(100);
		heard();
		say("AT");
		clock.advance(100);
		expect(heard()).toContain("OK");
		module.reset();
		expect(module.baud).toBe(230_400);
	});

	test("host-hangs hangs the program", () => {
		const { surroundings } = bench();
		let frozen = 0;
		faults["host-hangs"].begin({ ...surroundings, program: { freeze: () => frozen++ } });
		expect(frozen).toBe(1);
	});

	test("a module that hangs comes back by its watchdog", () => {
		const { begin, say, clock, heard } = bench();
		const end = begin("hang");
		say("AT");
		clock.advance(5000);
		expect(heard()).toBe("");
		end();
		say("AT");
		clock.advance(100);
		expect(heard()).toContain("OK");
	});
});

describe("a plan", () => {
	test("is followed at its times", () => {
		const { surroundings, clock, module, heard } = bench();
		const plan = readPlan('{"faults": [{"fault": "mute", "at": 1000, "for": 500, "times": 2, "again": 1000}]}');
		const said: string[] = [];
		follow(plan, surroundings, (name, began) => said.push(`${clock.now()} ${name} ${began}`));
		for (const [time, text] of [
			[900, "a"],
			[1200, ""],
			[1700, "a"],
			[2200, ""],
			[2700, "a"],
		] as const) {
			clock.advanceTo(time);
			module.intrude("a");
			clock.advance(10);
			expect(heard()).toBe(text);
		}
		expect(said).toEqual(["1000 mute true", "1500 mute false", "2000 mute true", "2500 mute false"]);
	});

	test("ends what has begun when it is stopped", () => {
		const { surroundings, clock, module, heard } = bench();
		const stop = follow(readPlan('[{"fault": "mute", "at": 0, "for": 100000}]'), surroundings);
		clock.advance(10);
		stop();
		module.intrude("a");
		clock.advance(10);
		expect(heard()).toBe("a");
	});

	test.each([
		["{", /not JSON/],
		["{}", /list of faults/],
		['[{"fault": "drp", "at": 0}]', /faults\[0\]\.fault: must be one of drop, flip/],
		['[{"fault": "drop"}]', /faults\[0\]\.at: is missing/],
		['[{"fault": "drop", "at": -1}]', /faults\[0\]\.at/],
		['[{"fault": "drop", "at": 0, "rate": 2}]', /rate: must be a number from 0 to 1/],
		['[{"fault": "drop", "at": 0, "baud": 9600}]', /"drop" takes at, for, times, again, direction, rate/],
		['[{"fault": "reset", "at": 0, "times": 3}]', /again/],
	])("that cannot be followed says where and why: %s", (text, message) => {
		expect(() => readPlan(text)).toThrow(message);
	});

	test("with a fault that cannot happen here is refused before anything begins", () => {
		const { surroundings, clock, module, heard } = bench();
		const plan = readPlan('[{"fault": "mute", "at": 0}, {"fault": "peer-closes", "at": 0}]');
		expect(() => follow(plan, surroundings)).toThrow(/"peer-closes" cannot happen here/);
		clock.advance(10);
		module.intrude("a");
		clock.advance(10);
		expect(heard()).toBe("a");
	});
});
