/** The ESP32's line (drivers/serial/esp32) with ESP-IDF played: its task, its rings, what it counts. */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const serial = join(__dirname, "../../drivers/serial");
const played = join(__dirname, "esp32");
const cc = process.env.CC || "cc";
const hasCompiler = spawnSync(cc, ["--version"]).status === 0;
if (!hasCompiler) process.stderr.write("the ESP32's serial line was NOT run: no C compiler\n");
const testInC = hasCompiler ? test : test.skip;

testInC("the ESP32's line keeps what line.h promises", () => {
	const program = join(mkdtempSync(join(tmpdir(), "line-")), "line");
	const sources = [join(serial, "esp32/line.c"), join(played, "idf.c"), join(played, "line-test.c")];
	const folders = [played, join(serial, "esp32"), join(serial, "port")].map((it) => `-I${it}`);
	execFileSync(cc, ["-D_GNU_SOURCE", "-g", "-Wall", "-Werror", ...folders, ...sources, "-o", program, "-lpthread"]);
	const { stdout, status } = spawnSync(program, { encoding: "utf8", timeout: 60_000 });
	expect(stdout.split("\n").filter((it) => it && !it.startsWith("ok "))).toEqual([]);
	expect(status).toBe(0);
	expect(stdout.match(/^ok /gm)?.length).toBeGreaterThan(15);
});
