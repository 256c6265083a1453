// "embedded:network/dns/resolver/udp" (ECMA-419 18.2): the module resolves, whatever servers and socket are given

import { Resolver, type ResolverOptions } from "wfi32/resolver";
import { bound } from "wfi32/standard/bound";

export type { ResolverOptions };

type Instance = Resolver;

const StandardResolver = bound<ResolverOptions, Instance>(Resolver, "Resolver");
type StandardResolver = Instance;

export default StandardResolver;
