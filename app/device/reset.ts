import Digital from "embedded:io/digital";

/** The module's reset line, as the driver wants to know it. @param pin the chip's, when it is wired */
export function resetLine(pin: number | undefined) {
	return pin === undefined ? undefined : { io: Digital, pin };
}
