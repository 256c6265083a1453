import type { Uart } from "../../host-sim/module/index";

/** Everything that the host sends from now on, as Latin-1: look at it by the function that is returned. */
export function tap(uart: Uart): () => string {
	let sent = "";
	const { dte } = uart;
	const send = dte.send.bind(dte);
	dte.send = (bytes) => {
		sent += Buffer.from(bytes).toString("latin1");
		send(bytes);
	};
	return () => sent;
}
