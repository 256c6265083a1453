import type { Bound, WFI32 } from "wfi32/provider";
import { theModule } from "wfi32/standard/module";

/** The provider's classes that have a standard name. */
export type Name = "TCP" | "TLS" | "UDP" | "Listener" | "WiFi" | "Resolver";

/**
 * A class whose instances belong to the one module (see {@link theModule}), which is not needed before the first of them.
 * @param Base what its instances are instances of
 */
export function bound<Options, IO extends object>(
	Base: abstract new (options: Options, ...more: never[]) => IO,
	name: Name,
): Bound<Options, IO> {
	const Standard = class {
		constructor(options: Options) {
			// the module's class makes it, and what is derived from this one gets what it asked for
			// biome-ignore lint/correctness/noConstructorReturn: no other way to have both
			return Reflect.construct(theModule()[name] as WFI32["TCP"], [options], new.target);
		}
	};
	Object.setPrototypeOf(Standard, Base);
	Object.setPrototypeOf(Standard.prototype, Base.prototype);
	return Standard as unknown as Bound<Options, IO>;
}
