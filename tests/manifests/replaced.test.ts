/** mcconfig takes the first file that it finds for a module: another manifest's must be excluded ("~") to be replaced. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../host-sim/xs/root";

const folder = join(root, "app/sdk");
const { modules } = JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8")) as {
	modules: Record<string, string>;
};

test("what the SDK's client replaces in the app is excluded, or mcconfig would build the app's own", () => {
	const replaced = Object.keys(modules).filter(
		(name) => name.startsWith("app/") && existsSync(join(root, `${name}.ts`)),
	);
	expect(replaced).toEqual(["app/standard-mqtt"]);
	const excluded = [modules["~"] ?? []].flat().map((path) => join(folder, path));
	expect(excluded).toEqual(replaced.map((name) => join(root, name)));
});
