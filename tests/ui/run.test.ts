import { mkdtempSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { children } from "../cli/child";
import { browser, inBrowser } from "./browser";

// real time, programs and a browser on a machine that may be busy
jest.setTimeout(180_000);

const start = children();
const open = browser();
const password = "correct horse battery";
const engine = process.env.XS_ENGINE_MISSING ? "node" : "xs";
const folder = mkdtempSync(join(tmpdir(), "page-"));
afterAll(() => rmSync(folder, { recursive: true }));

const patience = { timeout: 60_000 };

/** The product with its page. */
async function product(...options: string[]) {
	const secret = ["--ssid", "somewhere", "--password", password];
	const child = start("start", ["--ui", "0", "--engine", engine, "--interval", "300", ...secret, ...options]);
	const [, url] = await child.until(/the page: (http:\S+)/);
	await child.until(/mqtt sensors\/thermometer\/telemetry/);
	return { child, url };
}

const cell = (page: Page, part: string, side: 1 | 2) =>
	page
		.locator("#sides tr", { has: page.locator("th", { hasText: part }) })
		.locator("td")
		.nth(side - 1);

const logged = (page: Page, voice: string, text: string | RegExp) =>
	page.locator(`#log li.${voice}`, { hasText: text }).first().waitFor(patience);

/** How many pixels of a plot are of a colour. */
const painted = (page: Page, figure: number, colour: string) =>
	page.evaluate(`(() => {
		const canvas = document.querySelectorAll("#figures canvas")[${figure}];
		const probe = document.body.appendChild(document.createElement("i"));
		probe.style.color = "var(${colour})";
		const [red, green, blue] = getComputedStyle(probe).color.match(/\\d+/g).map(Number);
		probe.remove();
		const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
		let count = 0;
		for (let i = 0; i < data.length; i += 4)
			if (data[i] === red && data[i + 1] === green && data[i + 2] === blue && data[i + 3] > 200) count++;
		return count;
	})()`);

inBrowser("a reading shows up in the wire, in the log and in the plots; both sides agree", async () => {
	const { url } = await product();
	const { page, complaints } = await open(url);
	await page.locator("#filter").fill("telemetry");
	const published = page.locator('.row[data-kind="command"]', {
		hasText: 'AT+MQTTPUB=0,1,0,"sensors/thermometer/telemetry"',
	});
	await published.first().waitFor(patience);
	expect(await published.first().getAttribute("title")).toContain("reference 6.5.2 · publishes a message");
	await logged(page, "broker", /^[\d.]+brokersensors\/thermometer\/telemetry \{"sequence":\d+/);
	await page.locator('.plot[aria-label*="temperature 1"]').waitFor(patience);
	await page.waitForTimeout(1500);
	expect(await painted(page, 0, "--good")).toBeGreaterThan(20);
	expect(await painted(page, 1, "--accent")).toBeGreaterThan(20);
	if (engine === "xs") {
		const heap = page.locator('.plot[aria-label^="Heap slots in use: slots "]');
		expect(await heap.getAttribute("aria-label")).toMatch(/slots [\d,]{5,}$/);
		expect(await painted(page, 3, "--accent")).toBeGreaterThan(20);
	}
	expect(await cell(page, "Wi-Fi", 1).textContent()).toMatch(/^upsomewhere · 192\.168\.0\.100 · /);
	expect(await cell(page, "Wi-Fi", 2).textContent()).toMatch(/^connectedsomewhere · 192\.168\.0\.100 · /);
	expect(await cell(page, "MQTT", 1).textContent()).toBe("connected");
	expect(await cell(page, "MQTT", 2).textContent()).toBe("connectedsensors/thermometer/command/#");
	expect(await page.locator("tr.differs").count()).toBe(0);
	expect(complaints).toEqual([]);
});

inBrowser("sockets are the same on both sides, and what goes through them is folded to its length", async () => {
	const { url } = await product("--mqtt", "standard", "--profile", "anycloud");
	const { page } = await open(url);
	const [ours, theirs] = [cell(page, "Sockets", 1), cell(page, "Sockets", 2)];
	// and perhaps how much waits
	const connected = /^\d+: TCP connected127\.0\.0\.1:\d+/;
	await ours.filter({ hasText: connected }).waitFor(patience);
	const seen = (text: string | null) => connected.exec(text ?? "")?.[0];
	expect(seen(await ours.textContent())).toBe(seen(await theirs.textContent()));
	for (const name of ["Commands", "Answers", "Events", "Others"]) await page.getByRole("button", { name }).click();
	await page.locator('.row[data-kind="payload"]').first().waitFor(patience);
	expect(await page.locator(".row").first().textContent()).toMatch(/\(\d+ bytes\)$/);
});

inBrowser("credentials are masked before they come to the page", async () => {
	const { url, child } = await product();
	const { page } = await open(url);
	await page.locator("#filter").fill("WSTAC");
	await page.locator(".row", { hasText: "AT+WSTAC=3,…" }).waitFor(patience);
	await page.locator("#filter").fill("");
	await page.locator("#rows").press("Home");
	await page.getByText("What the driver counts").click();
	const secrets = [
		password,
		Buffer.from(password).toString("hex"),
		Buffer.from(password).toString("hex").toUpperCase(),
	];
	const whole = await page.evaluate<string>("document.documentElement.outerHTML");
	for (const secret of secrets) expect(whole).not.toContain(secret);
	// nor does anything that is not in sight
	const stream = await fetch(`${url}events`);
	const reader = (stream.body as ReadableStream<Uint8Array>).getReader();
	let told = "";
	while (!told.includes("\n\n") || !told.includes("WSTAC"))
		told += Buffer.from((await reader.read()).value ?? []).toString();
	await reader.cancel();
	expect(told).toContain("AT+WSTAC=3,…");
	for (const secret of secrets) expect(told).not.toContain(secret);
	expect(child.output).not.toContain(password);
});

describe("faults at a press", () => {
	inBrowser("the link dropped: both sides lose it, the firmware says so, and comes back", async () => {
		const { url, child } = await product();
		const { page, complaints } = await open(url);
		await page.getByRole("button", { name: "Drop the link" }).click();
		await logged(page, "fault", "fault begins: link");
		await page.locator("#filter").fill("WSTALD");
		await page.locator('.row[data-kind="event"]', { hasText: "+WSTALD" }).waitFor(patience);
		await logged(page, "outcome", /link: the firmware noticed after [\d.]+ m?s: (network|broker): /);
		await logged(page, "outcome", /link: recovered, a reading reached the broker [\d.]+ s after it began/);
		expect(await page.locator("#announcer").textContent()).toMatch(/^link: recovered/);
		expect(child.output).toContain("fault begins: link");
		expect(complaints).toEqual([]);
	});

	inBrowser("the module reset: it forgets everything, and is found again", async () => {
		const { url } = await product();
		const { page } = await open(url);
		await page.getByRole("button", { name: "Reset the module" }).click();
		await logged(page, "module", "was reset");
		await logged(page, "outcome", /reset: recovered/);
		await page.getByText("What the driver counts").click();
		await page.locator("#counters div", { hasText: /^resets1$/ }).waitFor(patience);
	});

	inBrowser("the broker gone, and back at a second press: the sides of the wire show it", async () => {
		const { url } = await product();
		const { page } = await open(url);
		const button = page.locator("[data-fault=broker]");
		await button.click();
		await page
			.locator('[data-fault=broker][aria-pressed="true"]', { hasText: /^Broker gone: \d s$/ })
			.waitFor(patience);
		await cell(page, "MQTT", 2).getByText("off").waitFor(patience);
		await logged(page, "outcome", /broker: the firmware noticed/);
		await button.click();
		await page.locator('[data-fault=broker][aria-pressed="false"]').waitFor(patience);
		await logged(page, "outcome", /broker: recovered/);
		await cell(page, "MQTT", 1).getByText("connected", { exact: true }).waitFor(patience);
	});

	inBrowser("any other can be chosen as well", async () => {
		const { url } = await product();
		const { page } = await open(url);
		await page.locator("#other").selectOption("hang");
		await page.getByRole("button", { name: "Do it" }).click();
		await logged(page, "module", "hangs");
		await logged(page, "fault", "fault ends: hang");
	});
});

inBrowser("what cannot happen in this run cannot be chosen, and says why", async () => {
	const { url } = await product();
	const { page } = await open(url);
	expect(await page.locator("[data-fault=broker]").isEnabled()).toBe(true);
	expect(await page.locator("#other option[value=servers]").getAttribute("title")).toContain("this run has no servers");
	expect(await page.locator("#other option[value=servers]").isDisabled()).toBe(true);
});

inBrowser("the end of the run is told, and what was shown stays", async () => {
	const { url, child } = await product();
	const { page } = await open(url);
	await page.locator(".row").first().waitFor();
	child.interrupt();
	expect(await child.exit()).toBe(0);
	await page.locator("#connection", { hasText: "the run has ended" }).waitFor(patience);
	expect(await page.locator(".row").count()).toBeGreaterThan(5);
});

// a pseudo-terminal needs the C compiler, too
const withTerminal = process.env.XS_ENGINE_MISSING ? test.skip : inBrowser;

withTerminal("a real module: its side is said not to tell, and nothing can be done to it", async () => {
	const path = join(folder, "wfi32");
	const module = start("module", ["--pty", path, "--ssid", "somewhere", "--password", password]);
	await module.until(/at .*wfi32/);
	const { url } = await product("--port", path);
	const { page } = await open(url);
	await cell(page, "Module", 2).getByText("a real module: it does not tell").waitFor(patience);
	await cell(page, "MQTT", 1).getByText("connected").waitFor(patience);
	expect(await page.locator("#common button:disabled").count()).toBe(5);
});

inBrowser("the module alone has a page, too: its side, its wire, and its faults", async () => {
	const child = start("module", ["--tcp", "0", "--ui", "0"]);
	const [, url] = await child.until(/the page: (http:\S+)/);
	const [, port] = await child.until(/at 127\.0\.0\.1:(\d+)/);
	const { page, complaints } = await open(url);
	await cell(page, "Module", 1).getByText("elsewhere: the host's own").waitFor(patience);
	const host = connect(Number(port), "127.0.0.1");
	const secret = "hunter2 and more";
	host.write(`AT+MQTTC=5,"${secret}"\r\nAT+TLSC=1,4,"${secret}"\r\nAT+GMM\r\n`);
	await page.locator(".row", { hasText: "+GMM:" }).waitFor(patience);
	// and its echo
	expect(await page.locator(".row", { hasText: "AT+TLSC=1,4,…" }).count()).toBe(2);
	expect(await page.evaluate<string>("document.documentElement.outerHTML")).not.toContain("hunter2");
	await page.getByRole("button", { name: "Reset the module" }).click();
	await logged(page, "module", "was reset");
	host.destroy();
	expect(complaints).toEqual([]);
});
