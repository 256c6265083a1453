import Serial from "embedded:io/serial";
import config from "mc/config";
import { WFI32, type WFI32Options } from "wfi32/provider";

let theOne: WFI32 | undefined; // in RAM: the one module that all the classes share

/**
 * The module behind the standard names: made when the first of their classes is constructed, from what `mc/config` says
 * of the port (`serial`) and of the module (`release`, `certificates`, `buffers`). Every instance is told when it is given
 * up; the next one that is constructed begins with a new one.
 * @throws what the provider's constructor throws
 */
export function theModule(): WFI32 {
	theOne ??= new WFI32({
		...(config as Pick<WFI32Options, "release" | "certificates" | "buffers">),
		serial: { ...(config as unknown as { serial: object }).serial, io: Serial } as unknown as WFI32Options["serial"],
		onError() {
			this.close();
			theOne = undefined;
		},
	});
	return theOne;
}
