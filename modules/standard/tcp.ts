// "embedded:io/socket/tcp" (ECMA-419 10.12)
import { bound } from "wfi32/standard/bound";
import { TCP, type TCPOptions } from "wfi32/tcp";

export type { TCPOptions };

type Instance = TCP;

const StandardTCP = bound<TCPOptions, Instance>(TCP, "TCP");
type StandardTCP = Instance;

export default StandardTCP;
