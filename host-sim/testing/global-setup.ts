/** Before jest's tests: builds the XS engine and the device's modules, once. */
import { buildEngine, whyNoEngine } from "../xs/build";
import { buildDevice } from "../xs/device-modules";

const say = (line: string) => process.stderr.write(`${line}\n`);

export default async function setup(): Promise<void> {
	await buildDevice(say);
	const missing = whyNoEngine();
	if (missing) {
		process.env.XS_ENGINE_MISSING = missing;
		say(`tests on the XS engine are SKIPPED: ${missing}`);
	} else {
		delete process.env.XS_ENGINE_MISSING;
		await buildEngine({ onProgress: say });
	}
}
