/** A project of somebody else's that uses this package for its unit tests, as docs/testing.md says. */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

// a type check and jest in jest, on a machine that may be busy
jest.setTimeout(300_000);

const root = join(__dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "user-"));
const modules = join(folder, "node_modules");

afterAll(() => rmSync(folder, { recursive: true }));

const files: Record<string, string> = {
	"package.json": '{ "name": "greenhouse", "private": true }',
	"manifest.json": JSON.stringify({
		include: ["$(MODDABLE)/examples/manifest_base.json", "./node_modules/wfi32-moddable/modules/manifest.json"],
		modules: { "*": "./main", "greenhouse/*": "./product/*" },
	}),
	"jest.config.mjs": `
		import { jestConfig } from "wfi32-moddable/testing/jest";
		export default jestConfig({ manifests: ["./manifest.json"] });`,
	"tsconfig.json": JSON.stringify({
		extends: "wfi32-moddable/tsconfig.paths.json",
		compilerOptions: {
			...{ target: "es2022", module: "preserve", moduleResolution: "bundler", strict: true, noEmit: true },
			...{ types: ["node", "jest"], skipLibCheck: true, esModuleInterop: true, resolveJsonModule: true },
		},
		include: ["*.test.ts", "node_modules/wfi32-moddable/types"],
	}),
	"main.ts": 'import "greenhouse/vent";',
	"names.test.js": `
		test("a module is known by the name that the manifest gives it", () => {
			expect(require("greenhouse/vent").Vent.name).toBe("Vent");
		});`,
	"product/vent.ts": `
		import HTTPClient from "embedded:network/http/client";
		import Timer from "timer";
		import type { WFI32 } from "wfi32/provider";
		import { encode } from "wfi32/text";

		/** Opens a vent as a server says, and tells the broker. */
		export class Vent {
			open = false;
			readonly close: () => void;
			constructor(wfi32: WFI32, every: number) {
				const dns = { io: wfi32.Resolver };
				const http = new HTTPClient({ host: "climate.example", port: 80, dns, socket: { io: wfi32.TCP } });
				const mqtt = new wfi32.MQTTClient({ host: "192.0.2.10", id: "vent" });
				const timer = Timer.repeat(() => {
					http.request({
						path: "/vent",
						onReadable: function (this: { read(count: number): ArrayBuffer }, count: number) {
							const open = new Uint8Array(this.read(count))[0] === 49;
							mqtt.write(encode(String(open)), { topic: "vent/open" });
							vent.open = open;
						},
					});
				}, every);
				const vent = this;
				this.close = () => {
					Timer.clear(timer);
					http.close();
					mqtt.close();
				};
			}
		}`,
	"vent.test.ts": `
		import { Vent } from "./product/vent";
		import { testBench } from "wfi32-moddable/testing";

		test.each(["reference", "anycloud"] as const)("the vent opens when the climate wants it, %s", (release) => {
			const bench = testBench({ release, names: { "climate.example": "192.0.2.80" } });
			let wanted = "0";
			bench.listen("192.0.2.80", 80, (peer) => {
				peer.onData = (bytes) => {
					if (Buffer.from(bytes).includes("\\r\\n\\r\\n")) peer.write("HTTP/1.1 200 OK\\r\\nContent-Length: 1\\r\\n\\r\\n" + wanted);
				};
			});
			bench.join();
			const vent = new Vent(bench.wfi32, 10_000);
			bench.advance(30_000);
			expect(vent.open).toBe(false);
			wanted = "1";
			bench.until(() => vent.open, 30_000);
			bench.advance(5000);
			expect(bench.world.broker?.published.at(-1)?.topic).toBe("vent/open");
			expect(bench.wire.commands.some((line) => line.startsWith("AT+MQTTPUB"))).toBe(true);
			vent.close();
			bench.close();
		});`,
};

/** What the package's users install for themselves. */
const others = ["jest", "@swc", "@jest", "@types", "typescript", "@moddable"];

beforeAll(() => {
	mkdirSync(modules);
	for (const name of others) symlinkSync(join(root, "node_modules", name), join(modules, name));
	// the package as npm would install it: a copy, without what it was developed with
	const parameters = ["pack", "--silent", "--pack-destination", folder];
	const archive = execFileSync("npm", parameters, { cwd: root, encoding: "utf8" }).trim().split("\n").at(-1) as string;
	execFileSync("tar", ["xzf", join(folder, archive), "-C", folder]);
	execFileSync("mv", [join(folder, "package"), join(modules, "wfi32-moddable")]);
	for (const [path, text] of Object.entries(files)) {
		mkdirSync(dirname(join(folder, path)), { recursive: true });
		writeFileSync(join(folder, path), text);
	}
});

function run(program: string, ...parameters: string[]) {
	const env = { ...process.env, JEST_WORKER_ID: undefined, NODE_OPTIONS: "" };
	const { status, stdout, stderr } = spawnSync(process.execPath, [join(modules, program), ...parameters], {
		...{ cwd: folder, encoding: "utf8" as const, env: env as NodeJS.ProcessEnv },
	});
	return { status, output: stdout + stderr };
}

test("its tests import the bench by the package's name, and its own modules by its manifest's", () => {
	const { status, output } = run("jest/bin/jest.js");
	expect(output).toContain("3 passed");
	expect(status).toBe(0);
});

test("a wrong expectation of it fails", () => {
	const path = join(folder, "vent.test.ts");
	const text = readFileSync(path, "utf8");
	writeFileSync(path, text.replace('toBe("vent/open")', 'toBe("vent/shut")'));
	const { status, output } = run("jest/bin/jest.js");
	writeFileSync(path, text);
	expect(output).toContain("vent/shut");
	expect(status).toBe(1);
});

test("it type-checks with strict", () => {
	expect(run("typescript/bin/tsc", "-p", ".")).toEqual({ status: 0, output: "" });
});
