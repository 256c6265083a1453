import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cacheFolder, History } from "../../tools/console/history";

const folder = mkdtempSync(join(tmpdir(), "history-"));
const path = join(folder, "cache/wfi32/history");

afterAll(() => rmSync(folder, { recursive: true }));

test("lines are kept for the next session, the latest first; what is not a command is not", () => {
	const history = new History(path);
	expect(history.lines).toEqual([]);
	for (const line of ["AT", ".help 24", "at+gmr", "hello", ".data my word", ".hex 6d79"]) history.add(line);
	expect(new History(path).lines).toEqual(["at+gmr", ".help 24", "AT"]);
	expect(statSync(path).mode & 0o077).toBe(0);
});

test.each([
	'AT+WSTAC=3,"secret1"',
	"AT+WAPC=3,[73656372657431]",
	'at+wstac = 0x03 , "secret1"',
	'AT+MQTTC=5,"secret1"',
	'AT+TLSC=1,4,"secret1"',
])("a credential never gets into the file, nor does a line that has it in it later: %s", (line) => {
	const history = new History(path, ["known to be secret"]);
	history.add(line);
	history.add('AT+MQTTPUB=0,0,0,"topic","secret1"');
	history.add('AT+MQTTPUB=0,0,0,"topic","known to be secret"');
	history.add("AT+GMM");
	const kept = readFileSync(path, "utf8");
	expect(kept).toMatch(/AT\+GMM\n$/);
	expect(kept).not.toMatch(/secret|736563/);
});

test("no more than 500 are kept", () => {
	writeFileSync(path, Array.from({ length: 700 }, (_, index) => `AT+PING="192.0.2.1",${index}\n`).join(""));
	const { lines } = new History(path);
	expect(lines).toHaveLength(500);
	expect(lines[0]).toBe('AT+PING="192.0.2.1",699');
	expect(readFileSync(path, "utf8").split("\n")).toHaveLength(501);
});

test("a place that cannot be written is no reason to stop", () => {
	writeFileSync(join(folder, "file"), "");
	new History(join(folder, "file/history")).add("AT");
});

test("the cache is where the system keeps such things", () => {
	expect(cacheFolder({ XDG_CACHE_HOME: "/cache" }, "linux")).toBe("/cache/wfi32-moddable");
	expect(cacheFolder({}, "linux")).toMatch(/\/\.cache\/wfi32-moddable$/);
	expect(cacheFolder({}, "darwin")).toMatch(/Library\/Caches\/wfi32-moddable$/);
	expect(cacheFolder({ LOCALAPPDATA: "C:" }, "win32")).toMatch(/^C:.wfi32-moddable$/);
});
