import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readCapture } from "../../tools/wire/capture";
import { parseTranscripts } from "../transcripts/transcripts";
import { parseVcd, uartBytes } from "../wire/vcd-parser";
import { children } from "./child";

jest.setTimeout(120_000);

const wire = "../../tools/wire/cli";
const password = "correct horse battery";
const start = children();
const folder = mkdtempSync(join(tmpdir(), "capture-"));

afterAll(() => rmSync(folder, { recursive: true }));

async function succeeds(...given: Parameters<typeof start>): Promise<string> {
	const child = start(...given);
	expect({ code: await child.exit(), output: child.output }).toMatchObject({ code: 0 });
	return child.output;
}

test("a run is captured, shown decoded, as UART levels and as a transcript; its password is in none of them", async () => {
	const files = ["run.wire", "run.vcd", "run.txt", "run.json"].map((it) => join(folder, it));
	const [file, vcd, transcript, summary] = files;
	await succeeds("start", [
		...["--engine", "node", "--profile", "anycloud", "--readings", "2", "--interval", "300", "--summary", summary],
		...["--ssid", "somewhere", "--password", password, "--capture", file],
	]);
	const shown = await succeeds(wire, [file, "--vcd", vcd, "--transcript", transcript, "--title", "A run"]);
	for (const path of files) expect(readFileSync(path, "utf8")).not.toContain(password);
	expect(shown).not.toContain(password);
	expect(shown).toMatch(/^ +\d+\.\d{3} → AT\+WSTAC=2,3 +5\.1\.2 .*SEC_TYPE 3 \(WPA2 Personal\)$/m);
	expect(shown).toMatch(/^ +\d+\.\d{3} → AT\+WSTAC=3,… +5\.1\.2 /m);
	expect(shown).toMatch(/^ +\d+\.\d{3} ← \+MQTTCONN:1 +6\.2\.5 .*\(connected\)$/m);
	expect(shown).toMatch(/^ +\d+\.\d{3} ← OK +6\.5\.2 +after \d+/m);
	// all that the summary counted is in the file, and in the dump
	const { bytes } = JSON.parse(readFileSync(summary, "utf8")) as { bytes: Record<"toModule" | "toHost", number> };
	const { traffic, baud, source } = readCapture(readFileSync(file, "utf8"));
	expect({ baud, source }).toEqual({ baud: 230_400, source: "virtual, anycloud" });
	const lines = parseVcd(readFileSync(vcd, "utf8"));
	for (const [direction, line] of [
		["toModule", "uart.to_module"],
		["toHost", "uart.to_host"],
	] as const) {
		const text = traffic.flatMap((it) => (it.direction === direction ? it.text : [])).join("");
		expect(text).toHaveLength(bytes[direction]);
		expect(Buffer.from(uartBytes(lines[line], () => baud).map(({ value }) => value)).toString("latin1")).toBe(text);
	}
	const [{ chapter, title, steps }] = parseTranscripts(readFileSync(transcript, "utf8"));
	expect({ chapter, title }).toEqual({ chapter: "run.wire", title: "A run" });
	expect(steps.map(({ text }) => text)).toContain(`AT+WSTAC=3,"${"*".repeat(password.length)}"\r\n`);
});

test("the virtual module alone captures what its host says", async () => {
	const file = join(folder, "module.wire");
	const child = start("module", ["--tcp", "0", "--release", "0.3.1", "--capture", file, "--quiet"]);
	const [, port] = await child.until(/at 127\.0\.0\.1:(\d+);/);
	const host = connect(Number(port), "127.0.0.1");
	await new Promise<void>((done) => {
		let said = "";
		// a module that is still starting does not hear it
		const say = () => host.write('AT+WSTAC=3,"not for others"\r\n');
		const again = setInterval(say, 1000);
		say();
		host.on("data", (bytes) => {
			said += bytes.toString();
			if (!/others"\r\nOK\r\n>$/.test(said)) return;
			clearInterval(again);
			done();
		});
	});
	host.destroy();
	child.interrupt();
	expect(await child.exit()).toBe(0);
	expect(readFileSync(file, "utf8")).not.toContain("not for others");
	expect(readFileSync(file, "utf8")).toContain('"source":"virtual, release 0.3.1"');
	const rows = (await succeeds(wire, [file, "--json"]))
		.trim()
		.split("\n")
		.map((it) => JSON.parse(it));
	expect(rows.filter(({ kind }) => kind !== "prompt").slice(-3)).toMatchObject([
		{ kind: "command", text: "AT+WSTAC=3,…", chapter: "5.1.2" },
		{ kind: "echo", text: "AT+WSTAC=3,…" },
		{ kind: "result", code: 0, name: "AT+WSTAC" },
	]);
});

test("a capture that cannot be written, and a file that is none, say so", async () => {
	const unwritable = start("module", ["--tcp", "0", "--capture", join(folder, "no/such/folder")]);
	expect(await unwritable.exit()).toBe(1);
	expect(unwritable.output).toMatch(/^no capture: ENOENT/m);
	const file = join(folder, "letter");
	writeFileSync(file, "Dear reader,\n");
	const child = start(wire, [file]);
	expect(await child.exit()).toBe(1);
	expect(child.output).toMatch(/letter: line 1: not a JSON object/);
	const missing = start(wire, [join(folder, "nothing")]);
	expect(await missing.exit()).toBe(1);
	expect(missing.output).toContain("ENOENT");
	expect(existsSync(join(folder, "nothing"))).toBe(false);
	const nothing = start(wire, []);
	expect(await nothing.exit()).toBe(2);
});
