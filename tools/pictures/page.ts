/** Makes docs/page.png, the page of a real run in which the link was dropped and found again: npm run pictures */
import { spawn } from "node:child_process";
import { statSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { chromiumPath } from "../../host-sim/testing/chromium";

const root = join(__dirname, "../..");
const file = join(root, "docs/page.png");
const [seconds, patience] = [1000, { timeout: 60_000 }];

async function make(): Promise<void> {
	const executablePath = chromiumPath();
	if (!executablePath) throw new Error("no Chromium: CHROMIUM=<path>");
	const script = join(root, "host-sim/cli/start.ts");
	const run = spawn(process.execPath, ["--import", "tsx", script, "--ui", "0", "--interval", "1000", "--seed", "1"], {
		cwd: root,
		stdio: ["ignore", "pipe", "inherit"],
	});
	const url = await new Promise<string>((done, fail) => {
		let text = "";
		run.stdout.setEncoding("utf8").on("data", (piece: string) => {
			text += piece;
			const [, found] = /the page: (http:\S+)/.exec(text) ?? [];
			if (found) done(found);
		});
		run.once("exit", () => fail(new Error(`the run ended:\n${text}`)));
	});
	const flags = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"];
	const quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync"];
	const browser = await chromium.launch({ executablePath, args: [...flags, ...quiet] });
	try {
		const page = await browser.newPage({ viewport: { width: 1280, height: 890 }, colorScheme: "light" });
		await page.goto(url);
		await page
			.locator("#log li.broker")
			.first()
			.waitFor({ timeout: 300 * seconds });
		await page.waitForTimeout(20 * seconds);
		await page.getByRole("button", { name: "Drop the link" }).click();
		await page.locator("#log li.outcome", { hasText: "recovered" }).waitFor(patience);
		await page.waitForTimeout(3 * seconds);
		const lost = page.locator(".row", { hasText: "+WSTALD" });
		while (!(await lost.count())) await page.locator("#rows").press("PageUp");
		await lost.click();
		// neither mouse nor focus is to mark anything
		await page.mouse.move(0, 0);
		await page.evaluate("document.activeElement.blur()");
		// the log from where the fault begins
		await page.evaluate(`(() => {
			const list = document.getElementById("log");
			list.scrollTop = list.querySelector(".fault").offsetTop - list.offsetTop;
		})()`);
		await page.waitForTimeout(0.5 * seconds);
		await page.screenshot({ path: file });
	} finally {
		await browser.close();
		run.kill("SIGINT");
	}
	console.log(`docs/page.png: ${Math.round(statSync(file).size / 1024)} KB`);
}

make().catch((error: Error) => {
	console.error(error.message);
	process.exitCode = 1;
});
