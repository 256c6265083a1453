/** A headless Chromium for tests; where there is none they are skipped (host-sim/testing/global-setup says so). */
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";

export const inBrowser = process.env.CHROMIUM_MISSING ? test.skip : test;

const flags = [
	...["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
	...["--disable-background-networking", "--disable-component-update", "--disable-sync"],
];

/** The viewport of a desk, and that of a telephone. */
export const desk = { width: 1280, height: 800 };
export const phone = { width: 360, height: 740 };

export interface Opened {
	page: Page;
	/** What went wrong in the page, or was asked of another machine. */
	complaints: string[];
}

/** Opens pages in one browser, which is closed after the tests of the file. */
export function browser(): (url: string, options?: BrowserContextOptions) => Promise<Opened> {
	let running: Browser | undefined;
	const contexts: { close(): Promise<void> }[] = [];
	afterEach(async () => {
		for (const context of contexts.splice(0)) await context.close();
	});
	afterAll(() => running?.close());
	return async (url, options = {}) => {
		// a profile of its own each time, thrown away afterwards
		running ??= await chromium.launch({ executablePath: process.env.CHROMIUM, args: flags });
		const context = await running.newContext({ viewport: desk, ...options });
		contexts.push(context);
		const page = await context.newPage();
		const complaints: string[] = [];
		page.on("console", (message) => {
			if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
		});
		page.on("pageerror", (error) => complaints.push(error.message));
		page.on("request", (request) => {
			if (!request.url().startsWith(url)) complaints.push(`asked for ${request.url()}`);
		});
		await page.goto(url);
		return { page, complaints };
	};
}
