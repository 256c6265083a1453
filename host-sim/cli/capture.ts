/** `--capture FILE` of the programs here. */
import { Recorder, type RecorderOptions } from "../../tools/wire/recorder";
import { Failure } from "./failure";

/** @throws Failure when the file cannot be written */
export function openCapture(path: string, options: RecorderOptions): Recorder {
	try {
		return new Recorder(path, options);
	} catch (error) {
		throw new Failure(`no capture: ${(error as Error).message}`, "Choose another file.");
	}
}
