// "embedded:io/socket/udp" (ECMA-419 10.14)
import { bound } from "wfi32/standard/bound";
import { UDP, type UDPOptions } from "wfi32/udp";

export type { UDPOptions };

type Instance = UDP;

const StandardUDP = bound<UDPOptions, Instance>(UDP, "UDP");
type StandardUDP = Instance;

export default StandardUDP;
