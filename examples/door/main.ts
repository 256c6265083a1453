// A door contact over a WFI32: what it does is in product/door.ts.
import Digital from "embedded:io/digital";
import Serial from "embedded:io/serial";
import { Door, type DoorOptions } from "door/door";
import config from "mc/config";
import Timer from "timer";
import { WFI32, type WFI32Options } from "wfi32/provider";

const { serial, contact: pin, ...settings } = config as unknown as { serial: object; contact: number } & DoorOptions;
const contact = new Digital({ pin, mode: Digital.InputPullUp });
/** After the module was given up: milliseconds until the next attempt. */
const AGAIN = 5000;

function start(): void {
	const wfi32 = new WFI32({
		serial: { ...serial, io: Serial } as unknown as WFI32Options["serial"],
		onError() {
			door.close();
			this.close();
			Timer.set(start, AGAIN);
		},
	});
	const door = new Door({ ...settings, wfi32, contact });
}

start();
