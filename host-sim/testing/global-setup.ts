/** Before jest's tests: builds the XS engine and the device's modules, once; looks for a browser. */
import { buildEngine, whyNoEngine } from "../xs/build";
import { buildDevice } from "../xs/device-modules";
import { chromiumPath } from "./chromium";

const say = (line: string) => process.stderr.write(`${line}\n`);

/** Without a C compiler the tests on XS are skipped, aloud: `XS_ENGINE_MISSING` says why. `REQUIRE_XS` forbids that. */
export default async function setup(): Promise<void> {
	delete process.env.XS_ENGINE_MISSING;
	findChromium();
	await buildDevice(say);
	try {
		await buildEngine({ onProgress: say });
	} catch (error) {
		const missing = whyNoEngine();
		if (!missing || process.env.REQUIRE_XS) throw error;
		process.env.XS_ENGINE_MISSING = missing;
		say(`tests on the XS engine are SKIPPED: ${missing}`);
	}
}

/** Likewise tests in a browser, `CHROMIUM_MISSING`, and `REQUIRE_CHROMIUM`. */
function findChromium(): void {
	delete process.env.CHROMIUM_MISSING;
	const path = chromiumPath();
	if (path) {
		process.env.CHROMIUM = path;
		return;
	}
	const missing = "no Chromium; on Debian: apt-get install chromium; elsewhere CHROMIUM=<path>";
	if (process.env.REQUIRE_CHROMIUM) throw new Error(missing);
	process.env.CHROMIUM_MISSING = missing;
	say(`tests in a browser are SKIPPED: ${missing}`);
}
