import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startOptions } from "../../host-sim/cli/start-options";

const folder = mkdtempSync(join(tmpdir(), "faults-"));
afterAll(() => rmSync(folder, { recursive: true }));

function plan(text: string): string {
	const path = join(folder, "plan.json");
	writeFileSync(path, text);
	return path;
}

beforeAll(() => {
	jest.spyOn(process.stderr, "write").mockImplementation(() => true);
});

test("--faults reads what is to go wrong", () => {
	const path = plan('{"faults": [{"fault": "broker", "at": 5000, "for": 2000}]}');
	expect(startOptions(["--faults", path]).faults).toEqual([{ fault: "broker", at: 5000, for: 2000 }]);
});

test("--faults says what is wrong with the file", () => {
	expect(() => startOptions(["--faults", plan('[{"fault": "brocker", "at": 1}]')])).toThrow(/must be one of/);
	expect(() => startOptions(["--faults", join(folder, "none.json")])).toThrow(/no such file/);
});

test("--faults and a real module exclude each other", () => {
	expect(() => startOptions(["--faults", plan("[]"), "--port", "/dev/null"])).toThrow(/virtual module/);
});
