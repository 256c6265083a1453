// A program on the network.
import type { WFI32 } from "wfi32/provider";

/** @param begin called once, when there is an address */
export function join(wfi32: WFI32, begin: () => void): void {
	let hasBegun = false;
	const wifi = new wfi32.WiFi({
		onChanged() {
			if (hasBegun || this.connection !== 500) return;
			hasBegun = true;
			begin();
		},
	});
	wifi.connect({ SSID: "home", password: "correct horse" });
}
