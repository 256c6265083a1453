/** Which engine runs the firmware, and getting it ready. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Firmware, LaunchOptions } from "../launch";
import { launchNode } from "../node/firmware";
import { buildEngine, whyNoEngine } from "../xs/build";
import { buildDevice } from "../xs/device-modules";
import { launchXs } from "../xs/firmware";
import { root } from "../xs/root";
import { Failure } from "./failure";

export type EngineName = "xs" | "node";

export interface Engine {
	name: EngineName;
	/** With its version, for people. */
	title: string;
	launch(options: LaunchOptions): Firmware;
}

const node: Engine = { name: "node", title: `Node ${process.versions.node}`, launch: launchNode };

/** The version that the engine's own header states. */
function xsVersion(): string {
	const moddable = process.env.MODDABLE || join(root, "node_modules/@agoric/xsnap/moddable");
	try {
		const header = readFileSync(join(moddable, "xs/sources/xsCommon.h"), "utf8");
		const number = (name: string) => new RegExp(`#define XS_${name}_VERSION (\\d+)`).exec(header)?.[1];
		return [number("MAJOR"), number("MINOR"), number("PATCH")].join(".");
	} catch {
		return "";
	}
}

/**
 * @param insist whether XS was asked for by name: then its absence is a failure rather than a reason to run on Node
 * @param say called with lines of progress
 * @throws Failure when the engine or the device's modules cannot be built
 */
export async function engineOf(name: EngineName, insist: boolean, say: (line: string) => void): Promise<Engine> {
	if (name === "node") return node;
	const missing = whyNoEngine();
	if (missing) {
		if (insist) throw new Failure(`the XS engine cannot be built: ${missing}`, "Or leave --engine xs out.");
		say(`the XS engine cannot be built: ${missing}`);
		say("running on Node instead");
		return node;
	}
	try {
		await buildEngine({ onProgress: say });
		await buildDevice(say);
	} catch (error) {
		throw new Failure((error as Error).message, "npm run typecheck may say more; npm ci brings what is missing.");
	}
	return { name: "xs", title: `XS ${xsVersion()}`, launch: launchXs };
}
