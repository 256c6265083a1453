import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { whyNoEngine } from "../../host-sim/xs/build";
import { children } from "./child";

jest.setTimeout(120_000);

const start = children();
const folder = mkdtempSync(join(tmpdir(), "doctor-"));
const testWithPty = whyNoEngine() ? test.skip : test;

afterAll(() => rmSync(folder, { recursive: true }));

testWithPty("a module on a serial port is examined, and the exit code says how it is", async () => {
	const path = join(folder, "wfi32");
	const module = start("module", ["--pty", path, "--quiet"]);
	await module.until(/virtual WFI32 \(reference\) at/);
	const doctor = start("doctor", ["--port", path, "--turns", "20"]);
	expect(await doctor.exit()).toBe(0);
	expect(doctor.output).toContain("good answers at 230400 baud");
	expect(doctor.output).toContain("good 20 answers, all of them whole");
	module.interrupt();
	await module.exit();
	const none = start("doctor", ["--port", path]);
	expect(await none.exit()).toBe(1);
	expect(none.output).toContain("cannot be opened");
});

test("without a port there is nothing to examine", async () => {
	const doctor = start("doctor", []);
	expect(await doctor.exit()).toBe(2);
	expect(doctor.output).toContain("--port <path>");
});
