// MODDABLE=… npm run build:device -- lin|pico|esp32 [-d|-i] [manifest] [key=value …]
// Runs an installed SDK's mcconfig (build only: nothing is flashed or started) and says what the program takes.
// What it makes lies in build/sdk.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { basename, delimiter, dirname, join, relative, resolve } from "node:path";
import { sizesOf } from "./elf.mjs";
import { root, writePaths } from "./manifests.mjs";

const within = (from, to) => (address) => address >= from && address < to;
/** The program of each platform, and which addresses are RAM (datasheets of RP2040, 2.2, and ESP32, memory map). */
const targets = {
	lin: { file: "mc.so" },
	pico: { file: "xs_pico.elf", isRam: within(0x20000000, 0x20042000), ram: 264 * 1024 },
	esp32: { file: "xs_esp32.elf", isRam: within(0x3ffae000, 0x400a0000), ram: 520 * 1024 },
};
const hosts = { linux: "lin", darwin: "mac", win32: "win" };

class Failure extends Error {}

function environment() {
	const { MODDABLE } = process.env;
	if (!MODDABLE) throw new Failure("Set MODDABLE to where the Moddable SDK is installed.");
	const tools = join(MODDABLE, "build/bin", hosts[process.platform] ?? process.platform, "release");
	if (!existsSync(join(tools, "mcconfig")) && !existsSync(join(tools, "mcconfig.exe")))
		throw new Failure(`There is no mcconfig in ${tools}: build the SDK's tools first (its "Getting Started").`);
	// mcconfig calls tsc, and make calls the SDK's tools
	const PATH = [tools, join(root, "node_modules/.bin"), process.env.PATH].join(delimiter);
	return { ...process.env, PATH };
}

/** Runs a program, its output shown as it comes. @returns what it said */
async function run(program, args, env) {
	const child = spawn(program, args, { cwd: root, env, stdio: ["ignore", "pipe", "pipe"] });
	let said = "";
	for (const [from, to] of [
		[child.stdout, process.stdout],
		[child.stderr, process.stderr],
	]) {
		from.on("data", (text) => {
			said += text;
			to.write(text);
		});
	}
	const [code, signal] = await once(child, "close");
	if (code !== 0) throw new Failure(`${program} failed (${signal ?? code}).`);
	return said;
}

/** The heap that the program takes when it starts, beyond what is there before. */
function heapOf(file) {
	const flat = JSON.parse(readFileSync(file, "utf8"));
	return flat.creation?.static;
}

async function build([platform = "", ...rest]) {
	const target = targets[platform.split("/")[0]];
	if (!target) throw new Failure("usage: npm run build:device -- lin|pico|esp32 [-d|-i] [manifest] [key=value …]");
	const env = environment();
	const output = join(root, "build/sdk");
	mkdirSync(output, { recursive: true });
	writePaths();
	const said = await run("mcconfig", ["-m", "-p", platform, "-t", "build", "-o", output, ...rest], env);
	const kind = rest.includes("-d") ? "debug" : rest.includes("-i") ? "instrument" : "release";
	const manifest = rest.find((it) => it.endsWith(".json")) ?? "manifest.json";
	const name = basename(dirname(resolve(root, manifest)));
	const folder = platform === "lin" ? "lin/mc" : platform;
	const program = join(output, "bin", folder, kind, name, target.file);
	const heap = heapOf(join(output, "tmp", folder, kind, name, "manifest_flat.json"));
	report(relative(root, program), sizesOf(program, target.isRam ?? (() => false)), target, heap);
	const changing = said.split("\n").filter((it) => it.startsWith("### warning"));
	if (changing.length) {
		console.error(
			`\nIn flash, and changed by the program (npm run check:manifests says where):\n${changing.join("\n")}`,
		);
	}
}

function report(program, { stored, ram }, target, heap) {
	const number = (value) => value.toLocaleString("en").padStart(11);
	console.log(`\n${program}`);
	console.log(`${target.ram ? "flash" : "file "}       ${number(stored)} bytes`);
	if (!target.ram) return;
	console.log(`RAM, static ${number(ram)} bytes of ${number(target.ram).trim()}`);
	if (heap) console.log(`RAM, heap   ${number(heap)} bytes, taken when the program starts`);
}

try {
	await build(process.argv.slice(2));
} catch (error) {
	if (!(error instanceof Failure)) throw error;
	console.error(error.message);
	process.exitCode = 1;
}
