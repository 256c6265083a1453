import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { attachPty } from "../../host-sim/cli/attach-pty";
import { portLine } from "../../host-sim/cli/line";

// the pseudo-terminal's helper is a C program; stty of Linux tells a port's speed
const withPort = process.env.XS_ENGINE_MISSING || process.platform !== "linux" ? test.skip : test;

withPort("a serial port follows the speed at which the firmware opens it", async () => {
	const folder = mkdtempSync(join(tmpdir(), "line-"));
	const path = join(folder, "port");
	const terminal = await attachPty(path, { onReceive() {}, onNote() {}, onLost() {} });
	const line = await portLine(path, 230_400, () => {});
	const speed = () => spawnSync("stty", ["-F", path, "speed"], { encoding: "utf8" }).stdout.trim();
	try {
		expect(speed()).toBe("230400");
		line.opened(9600);
		for (let tries = 0; speed() !== "9600" && tries < 100; tries++) await new Promise((done) => setTimeout(done, 50));
		expect(speed()).toBe("9600");
	} finally {
		await line.close();
		await terminal.close();
		rmSync(folder, { recursive: true });
	}
});
