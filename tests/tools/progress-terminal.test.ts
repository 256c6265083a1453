import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Person } from "../console/person";

// real time, and programs that start on a machine that may be busy
jest.setTimeout(120_000);

const folder = mkdtempSync(join(tmpdir(), "progress-"));
let person: Person | undefined;

afterEach(() => person?.leave());
afterAll(() => rmSync(folder, { recursive: true }));

// there is no pseudo-terminal without the C compiler that makes the helper
const withTerminal = process.env.XS_ENGINE_MISSING ? test.skip : test;
const parameters = ["--profile", "reference", "--state", "idle"];

withTerminal("a program that takes long says on a terminal how far it is, and takes it away in the end", async () => {
	// long enough on a fast machine, too
	const long = [...parameters, "--seeds", "5"];
	person = await Person.sitDown(join(folder, "tty"), long, {}, "tests/faults/cli.ts");
	await person.sees(/breaking things · \d+ of \d+ · \d+ s/);
	expect(await person.exit).toBe(0);
	// the table comes on a clean line
	const [, behind] = person.screen.split(/.*breaking things/s);
	expect(behind).toContain(`\r\u001b[2K`);
});

withTerminal("and nothing of the kind with CI", async () => {
	person = await Person.sitDown(join(folder, "tty"), parameters, { CI: "true" }, "tests/faults/cli.ts");
	expect(await person.exit).toBe(0);
	expect(person.screen).not.toContain("breaking");
	expect(person.screen).not.toContain("\u001b");
	expect(person.screen).toContain("idle");
});
