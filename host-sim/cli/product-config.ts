/** What `mc/config` holds in a run: the manifest's, changed for a demonstration, changed by the options. */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Dialect } from "../launch";
import { root } from "../xs/root";

export interface ProductConfig extends Record<string, unknown> {
	id: string;
	ssid: string;
	password: string;
	broker: string;
	brokerPort: number;
	interval: number;
	mqtt?: "module" | "standard";
}

export interface SerialConfig {
	dialect: Dialect;
	baud: number;
}

interface Manifests {
	configOf(platform: string, ...manifests: string[]): Record<string, unknown>;
}

/** @param changes what is undefined stays the manifest's */
export async function productConfig(changes: Partial<ProductConfig>, serial: SerialConfig): Promise<ProductConfig> {
	const tools = pathToFileURL(join(root, "tools/manifests.mjs")).href;
	const { configOf } = (await import(tools)) as Manifests;
	const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
	// every dialect's way to name the simulated board's only port
	const port = { port: 0, transmit: 0, receive: 1, device: "/dev/uart0", capacity: 128 };
	// the standard's client needs a socket of its own beside that of the time
	const manifest = changes.mqtt === "standard" ? "app/sdk/manifest.json" : "manifest.json";
	return { ...configOf("lin", manifest), ...given, serial: { ...port, ...serial } } as unknown as ProductConfig;
}
