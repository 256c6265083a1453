// "embedded:io/socket/tcp/tls" (ECMA-419 10.15)
import { bound } from "wfi32/standard/bound";
import { TLS, type TLSOptions } from "wfi32/tls";

export type { TLSOptions };

type Instance = TLS;

const StandardTLS = bound<TLSOptions, Instance>(TLS, "TLS");
type StandardTLS = Instance;

export default StandardTLS;
