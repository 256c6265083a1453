import { whyNoEngine } from "../../host-sim/xs/build";
import { RESET_PIN } from "../support/stack";
import { type App, cap, type Engine, engines, profiles, startApp } from "./bench";

/** What the product last said of its way: its counters. */
function health(app: App): Record<string, number | string> {
	const told = app.world.broker?.published.filter(({ topic }) => topic === "sensors/bench/health") ?? [];
	return JSON.parse(Buffer.from(told.at(-1)?.payload ?? "{}").toString());
}

const readings = (app: App, count: number, limit = 20_000) => {
	const before = app.telemetry().length;
	return app.until(() => app.telemetry().length >= before + count, limit, "readings");
};

for (const engine of Object.keys(engines) as Engine[]) {
	const run = engine === "XS" && whyNoEngine() ? test.skip : test;
	describe(`on ${engine}`, () => {
		for (const release of profiles) {
			run(`a program that hangs is started anew by its watchdog, and readings get out again, ${release}`, () => {
				const app = startApp(engine, release);
				readings(app, 3);
				app.firmware.freeze();
				const at = app.world.clock.now();
				app.until(() => app.lives.count === 2, 8001, "the watchdog");
				readings(app, 2, 15_000 + cap);
				expect(app.world.clock.now() - at).toBeLessThan(8001 + 15_000 + cap);
				// what the former life had open in the module is closed
				expect(app.module.state.sockets).toHaveLength(0);
				void app.firmware.close();
			});

			run(`its commands reach the product after each way in which the broker was lost, ${release}`, () => {
				const app = startApp(engine, release, { retryMost: 1000 });
				const { broker, radio } = app.world;
				readings(app, 2);
				const ways = [
					() => broker?.takeDown(),
					() => radio.accessPoints[0].set({ up: false }),
					() => app.module.reset(),
				];
				for (const [i, lose] of ways.entries()) {
					lose();
					app.world.clock.advance(5000);
					broker?.bringUp();
					radio.accessPoints[0].set({ up: true });
					readings(app, 2, 15_000 + cap);
					app.world.clock.advance(1000);
					broker?.publish("sensors/bench/command/interval", String(1000 + i), { qos: 1 });
					app.until(() => app.lines.some(({ text }) => text.includes(`interval: ${1000 + i} ms`)), 5000, "the command");
				}
				void app.firmware.close();
			});

			run(`a module that hangs for good is started anew by its reset line, ${release}`, () => {
				const app = startApp(engine, release, { reset: RESET_PIN });
				readings(app, 3);
				app.module.hang();
				readings(app, 2, 15_000 + 15_000 + cap);
				app.world.clock.advance(5000);
				expect(app.lives.count).toBe(1);
				void app.firmware.close();
			});

			run(`what went wrong is published, also what a driver counted that was given up since, ${release}`, () => {
				const app = startApp(engine, release, { heartbeat: 2000 });
				readings(app, 3);
				const first = health(app) as Record<string, number>;
				expect(first).toMatchObject({ overruns: 0, late: 0, resets: 0, reconnects: 0 });
				app.module.intrude("free text\r\n");
				app.module.reset();
				readings(app, 3, 30_000);
				app.world.clock.advance(3000);
				const after = health(app) as Record<string, number>;
				expect(after).toMatchObject({ resets: 1, reconnects: 1 });
				expect(after.garbage).toBeGreaterThanOrEqual(first.garbage + 9);
				expect(after.resynchronised).toBeGreaterThanOrEqual(1);
				app.module.powerOff();
				app.world.clock.advance(30_000);
				app.module.powerOn();
				readings(app, 3, 30_000);
				app.world.clock.advance(3000);
				const later = health(app) as Record<string, number>;
				expect(later.garbage).toBeGreaterThanOrEqual(after.garbage);
				expect(later.resets).toBeGreaterThanOrEqual(1);
				expect(later.reconnects).toBe(2);
				expect(String(later.results)).toMatch(/^0:\d{2,} .*-1:\d+/);
				void app.firmware.close();
			});
		}

		run("without a watchdog a program that hangs hangs", () => {
			const app = startApp(engine, "reference", { watchdog: 0 });
			readings(app, 3);
			app.firmware.freeze();
			const before = app.telemetry().length;
			app.world.clock.advance(120_000);
			expect([app.telemetry().length, app.lives.count]).toEqual([before, 1]);
			void app.firmware.close();
		});
	});
}
