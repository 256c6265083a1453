/** Before jest's tests: builds the XS engine and the device's modules, once. */
import { buildEngine, whyNoEngine } from "../xs/build";
import { buildDevice } from "../xs/device-modules";

const say = (line: string) => process.stderr.write(`${line}\n`);

/** Without a C compiler the tests on XS are skipped, aloud: `XS_ENGINE_MISSING` says why. `REQUIRE_XS` forbids that. */
export default async function setup(): Promise<void> {
	delete process.env.XS_ENGINE_MISSING;
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
