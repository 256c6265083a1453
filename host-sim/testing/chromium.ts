import { existsSync } from "node:fs";

const usual = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** Where a Chromium is: what `CHROMIUM` says, or the first of the usual places; undefined: nowhere. */
export function chromiumPath(): string | undefined {
	const { CHROMIUM } = process.env;
	return (CHROMIUM ? [CHROMIUM] : usual).find((path) => existsSync(path));
}
