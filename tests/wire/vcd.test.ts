import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import type { Capture, SpeedChange, Traffic } from "../../tools/wire/capture";
import type { Direction } from "../../tools/wire/row";
import { vcdOf } from "../../tools/wire/vcd";
import { type Line, parseVcd, uartBytes } from "./vcd-parser";

const capture = (traffic: Traffic[], baud = 230_400, speeds: SpeedChange[] = []): Capture => ({
	...{ baud, speeds, traffic, began: "2026-01-31T12:00:00.000Z", source: "virtual" },
});

const parsed = (it: Capture): Record<string, Line> => parseVcd([...vcdOf(it)].join(""));

const names = { toModule: "uart.to_module", toHost: "uart.to_host" } as const;

test("a byte is a start bit, eight bits from the lowest, a stop bit, on a line that rests high", () => {
	const dump = [...vcdOf(capture([{ time: 1, direction: "toModule", text: "A" }], 100_000))].join("");
	const changes = dump.slice(dump.indexOf("$dumpvars")).split("\n");
	// 0x41 from 1 ms on, 10 µs a bit, in units of 100 ns: 0 10000010 1
	expect(dump).toContain("$timescale 100 ns $end");
	expect(changes).toEqual([
		...["$dumpvars", "1!", '1"', "$end"],
		...["#10000", "0!", "#10100", "1!", "#10200", "0!", "#10700", "1!", "#10800", "0!", "#10900", "1!"],
		...["#11900", ""],
	]);
});

const traffics = fc
	.array(
		fc.tuple(
			fc.constantFrom<Direction>("toModule", "toHost"),
			fc.uint8Array({ minLength: 1, maxLength: 40 }),
			fc.oneof(fc.integer({ min: 0, max: 500 }), fc.integer({ min: 0, max: 60_000_000 })),
		),
		{ maxLength: 20 },
	)
	.map((list) => {
		let time = 0;
		return list.map(([direction, bytes, wait]): Traffic => {
			time += wait / 1000;
			return { direction, text: Buffer.from(bytes).toString("latin1"), time };
		});
	});

test("parsed back, the lines carry the same bytes at the same times, at any speed", () => {
	fc.assert(
		fc.property(traffics, fc.constantFrom(9600, 115_200, 230_400, 921_600, 4_000_000), (traffic, baud) => {
			const lines = parsed(capture(traffic, baud));
			const byte = 10_000 / baud;
			for (const direction of ["toModule", "toHost"] as const) {
				const own = traffic.filter((it) => it.direction === direction);
				const bytes = uartBytes(lines[names[direction]], () => baud);
				expect(bytes.map(({ value }) => value)).toEqual([...Buffer.from(own.map((it) => it.text).join(""), "latin1")]);
				let at = 0;
				// a bit of rest before the first start bit
				let free = 1000 / baud;
				for (const { text, time } of own) {
					const length = text.length * byte;
					// what the host sends begins at its time, what it has received ends at it, one byte after the other
					const wanted = Math.max(free, direction === "toModule" ? time : time - length);
					for (let i = 0; i < text.length; i++)
						expect(Math.abs(bytes[at + i].start - (wanted + i * byte))).toBeLessThan(byte / 10 / 10);
					at += text.length;
					free = wanted + length;
				}
			}
		}),
		{ numRuns: 100 },
	);
});

test("another speed holds from its time on", () => {
	const traffic: Traffic[] = [
		{ time: 1, direction: "toModule", text: "AT+IPR=9600\r\n" },
		{ time: 20, direction: "toModule", text: "AT\r\n" },
	];
	const line = parsed(capture(traffic, 230_400, [{ time: 10, baud: 9600 }]))[names.toModule];
	const bytes = uartBytes(line, (time) => (time < 10 ? 230_400 : 9600));
	expect(String.fromCharCode(...bytes.map(({ value }) => value))).toBe("AT+IPR=9600\r\nAT\r\n");
	expect(bytes.at(-4)?.start).toBeCloseTo(20, 3);
	expect(bytes[0].start).toBeCloseTo(1, 3);
});

test("a capture of nothing is a dump of two lines at rest", () => {
	expect(parsed(capture([]))[names.toHost].changes).toEqual([{ time: 0, level: 1 }]);
});

const sigrok = spawnSync("sigrok-cli", ["--version"]).status === 0;
if (!sigrok) console.warn("no sigrok-cli (Debian: apt-get install sigrok-cli): its decoder does not see the dump");

(sigrok ? test : test.skip)("sigrok, which PulseView stands on, decodes the same bytes", () => {
	const folder = mkdtempSync(join(tmpdir(), "vcd-"));
	try {
		const file = join(folder, "run.vcd");
		const every = String.fromCharCode(...Array.from({ length: 256 }, (_, i) => i));
		const traffic: Traffic[] = [
			{ time: 0.5, direction: "toModule", text: every },
			{ time: 9, direction: "toHost", text: `OK\r\n${every}` },
		];
		writeFileSync(file, [...vcdOf(capture(traffic))].join(""));
		for (const [channel, text] of [
			["to_module", every],
			["to_host", `OK\r\n${every}`],
		]) {
			const decoder = ["-P", `uart:baudrate=230400:rx=${channel}`, "-A", "uart=rx-data"];
			const { stdout, stderr } = spawnSync("sigrok-cli", ["-i", file, "-I", "vcd", ...decoder], { encoding: "utf8" });
			const bytes = [...stdout.matchAll(/: ([\dA-F]{2})$/gm)].map(([, hex]) => Number.parseInt(hex, 16));
			expect({ channel, bytes, stderr }).toEqual({ channel, bytes: [...Buffer.from(text, "latin1")], stderr: "" });
		}
	} finally {
		rmSync(folder, { recursive: true });
	}
});
