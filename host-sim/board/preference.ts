// "preference" of the SDK, as long as the program runs. `mc/config` can give what was there before: { domain: { key: value } }.
import config from "mc/config";

type Value = string | boolean | number | ArrayBuffer;
const domains = new Map<string, Map<string, Value>>();
const { preferences = {} } = config as { preferences?: Record<string, Record<string, Value>> };
for (const [domain, values] of Object.entries(preferences)) domains.set(domain, new Map(Object.entries(values)));

export default {
	set(domain: string, key: string, value: Value): void {
		const values = domains.get(domain) ?? new Map<string, Value>();
		domains.set(domain, values.set(key, value));
	},

	get: (domain: string, key: string): Value | undefined => domains.get(domain)?.get(key),

	delete(domain: string, key: string): void {
		domains.get(domain)?.delete(key);
	},

	keys: (domain: string): string[] => [...(domains.get(domain)?.keys() ?? [])],
};
