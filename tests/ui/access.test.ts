import axe from "axe-core";
import type { Page } from "playwright-core";
import { choicesIn } from "../../host-sim/ui/faults";
import type { State } from "../../host-sim/ui/messages";
import { browser, desk, inBrowser, phone } from "./browser";
import { type Served, served } from "./served";

const open = browser();
let it: Served;
beforeEach(async () => {
	it = await served(() => 5000);
	fill();
});
afterEach(() => it.close());

const state: State = {
	driver: {
		answers: true,
		wifi: { state: "up", SSID: "workshop", BSSID: "24:f2:7f:a5:8b:80", channel: 6, address: "192.168.0.100" },
		sockets: [{ kind: "TCP", id: 1, state: "connected", remote: "192.0.2.1:443", tls: 1, unread: 3, unsent: 0 }],
		tls: [{ index: 1, users: 1 }],
		mqtt: "connected",
		ring: { waiting: 0, highWater: 40, size: 1024 },
		counters: { commands: 12, unknownLines: 0 },
	},
	module: {
		power: "on",
		wifi: { state: "connected", SSID: "workshop", address: "192.168.0.100" },
		sockets: [{ id: 1, kind: "TCP", state: "connected", remote: "192.0.2.1:443", tls: true, unread: 0 }],
		tls: [{ configuration: 1, sessions: 1 }],
		mqtt: { state: "off", subscriptions: [] },
	},
	why: { driver: "", module: "" },
};

/** Something of everything that can be shown. */
function fill(): void {
	const { record } = it;
	record.describe("a run", choicesIn(undefined, "nothing can be done to it"), 0);
	const kinds = ["command", "answer", "result", "event", "payload", "prompt", "echo", "text"] as const;
	for (let i = 0; i < 80; i++) {
		const kind = kinds[i % kinds.length];
		record.rows.add({
			kind,
			direction: "toHost",
			time: i,
			text: `${kind} ${i}`,
			code: i % 3 ? 0 : 11,
			chapter: "7.1.2",
		});
	}
	for (const voice of ["app", "broker", "module", "fault", "note", "error", "outcome"] as const)
		record.happened(voice, `something of ${voice}`);
	for (let i = 0; i < 20; i++) {
		const figures = { toModule: i, toHost: i, ring: 0, ringPeak: 40, overruns: 0, reading: 20 + i / 10 };
		record.samples.add({ at: i * 500, ...figures, slots: 20_000, chunks: 80_000, slotsTaken: 5, chunksTaken: 60 });
	}
	record.state = state;
}

/** What axe finds against WCAG 2.1 AA and its best practices. */
async function violations(page: Page): Promise<string[]> {
	await page.evaluate(axe.source);
	const results = await page.evaluate<axe.AxeResults>("axe.run({ resultTypes: ['violations'] })");
	return results.violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`));
}

const ways = [
	["a desk, light", desk, "light"],
	["a desk, dark", desk, "dark"],
	["a telephone, light", phone, "light"],
	["a telephone, dark", phone, "dark"],
] as const;

describe.each(ways)("on %s", (_, viewport, colorScheme) => {
	inBrowser("names, roles, order and contrast are as everybody needs them", async () => {
		const { page, complaints } = await open(it.url, { viewport, colorScheme });
		await page.locator("#count", { hasText: "80 rows" }).waitFor();
		await page.locator(".row").nth(2).click();
		await page.getByText("What the driver counts").click();
		expect(await violations(page)).toEqual([]);
		expect(complaints).toEqual([]);
	});

	inBrowser("nothing reaches beyond the sides", async () => {
		const { page } = await open(it.url, { viewport, colorScheme });
		await page.locator("#count", { hasText: "80 rows" }).waitFor();
		expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(viewport.width);
		const widths = await page.evaluate<number[]>(
			"[...document.querySelectorAll('section')].map((it) => it.scrollWidth - it.clientWidth)",
		);
		expect(Math.max(...widths)).toBeLessThanOrEqual(0);
	});
});

describe("with keys alone", () => {
	inBrowser("everything is reached, in the order in which it is read", async () => {
		it.record.describe("a run", choicesIn({ accessPoint: {}, broker: {} } as never, ""), 0);
		const { page } = await open(it.url);
		await page.locator("#count", { hasText: "80 rows" }).waitFor();
		const reached: string[] = [];
		for (let i = 0; i < 40; i++) {
			await page.keyboard.press("Tab");
			const id = await page.evaluate<string>(`(() => {
				const { id, tagName, textContent } = document.activeElement;
				return tagName === "BODY" ? tagName : id || textContent.trim();
			})()`);
			if (id === "BODY") break;
			reached.push(id);
		}
		expect(reached).toEqual([
			...["theme", "Drop the link", "Reset the module", "Stall the host", "Corrupt bytes", "Broker gone"],
			...["other", "Do it", "filter", "Commands", "Answers", "Events", "Payload", "Others", "pause", "rows"],
			...["What the driver counts", "log"],
		]);
	});

	inBrowser("the rows: arrows choose, Home and End go there, P pauses, a slash goes to the filter", async () => {
		const { page } = await open(it.url);
		await page.locator("#count", { hasText: "80 rows" }).waitFor();
		const rows = page.locator("#rows");
		const chosen = (text: string) => page.locator('.row[aria-selected="true"]', { hasText: text });
		await rows.press("Home");
		await chosen("command 0").waitFor();
		await rows.press("ArrowDown");
		await chosen("answer 1").waitFor();
		expect(await rows.getAttribute("aria-activedescendant")).toBe(await chosen("answer 1").getAttribute("id"));
		expect(await page.locator("#detail").textContent()).toContain("answer · reference 7.1.2");
		await rows.press("End");
		await chosen("text 79").waitFor();
		await rows.press("p");
		expect(await page.locator("#pause").getAttribute("aria-pressed")).toBe("true");
		await rows.press("Escape");
		await chosen("").waitFor({ state: "detached" });
		await rows.press("/");
		await page.keyboard.type("event 19");
		await page.locator("#count", { hasText: "1 of 80 rows" }).waitFor();
	});
});

inBrowser("colours are chosen, and stay chosen", async () => {
	const { page } = await open(it.url, { colorScheme: "light" });
	const background = () => page.evaluate<string>("getComputedStyle(document.body).backgroundColor");
	const light = await background();
	await page.locator("#theme").selectOption("dark");
	const dark = await background();
	expect(dark).not.toBe(light);
	await page.reload();
	expect(await background()).toBe(dark);
	await page.locator("#theme").selectOption("");
	expect(await background()).toBe(light);
});
