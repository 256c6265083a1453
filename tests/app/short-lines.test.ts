/** The oldest release takes command lines of 127 bytes: the product says less there, and says that it does. */
import { whyNoEngine } from "../../host-sim/xs/build";
import { type App, type Engine, engines, startApp } from "./bench";

type Message = Record<string, unknown>;

/** What the broker got on a topic, oldest first. */
function told(app: App, topic: string): Message[] {
	const published = app.world.broker?.published ?? [];
	return published
		.filter((it) => it.topic === topic)
		.map(({ payload }) => JSON.parse(Buffer.from(payload).toString()) as Message);
}

const says = (app: App, what: RegExp) => app.lines.filter(({ text }) => what.test(text)).length;

for (const engine of Object.keys(engines) as Engine[]) {
	const run = engine === "XS" && whyNoEngine() ? test.skip : test;
	describe(`on ${engine}`, () => {
		run("messages without what has no room get out, and that they are shortened is said once", () => {
			const app = startApp(engine, "1.0.1", { id: "thermometer", heartbeat: 3000, interval: 2000 });
			app.until(() => told(app, "sensors/thermometer/state").length >= 3, 60_000, "signs of life");
			const state = told(app, "sensors/thermometer/state").at(-1);
			expect(state).toEqual({ online: true, expires: 8, uptime: expect.any(Number), waiting: 0, lost: 0 });
			const health = told(app, "sensors/thermometer/health").at(-1);
			expect(health).toEqual({ overruns: 0, garbage: expect.any(Number), late: 0, resets: 0, reconnects: 0 });
			const telemetry = told(app, "sensors/thermometer/telemetry");
			expect(telemetry[0]).toEqual({ sequence: 1, uptime: 0, temperature: expect.any(Number), lost: 0 });
			expect(says(app, /message too long: .*such messages are shortened/)).toBe(1);
			expect(says(app, /broker: .*too long/)).toBe(1);
			void app.firmware.close();
		});

		run("with the longest identifier as well, and a reading tells what it can", () => {
			const id = "a".repeat(23);
			const app = startApp(engine, "1.0.1", { id, heartbeat: 3000, interval: 2000 });
			app.until(() => told(app, `sensors/${id}/telemetry`).length >= 20, 120_000, "readings");
			expect(told(app, `sensors/${id}/state`).at(-1)).toMatchObject({ online: true, expires: 8 });
			expect(told(app, `sensors/${id}/health`).at(-1)).toMatchObject({ garbage: expect.any(Number), resets: 0 });
			const readings = told(app, `sensors/${id}/telemetry`);
			expect(readings.at(-1)).toEqual({
				...{ sequence: expect.any(Number), temperature: expect.any(Number), uptime: expect.any(Number) },
			});
			expect(new Set(readings.map(({ sequence }) => sequence)).size).toBe(readings.length);
			void app.firmware.close();
		});

		run("a time server that cannot be asked is said, and the product goes on", () => {
			const app = startApp(engine, "1.0.1", { ntp: "192.0.2.5" });
			app.until(() => says(app, /clock: no answer \(a datagram must fit .* 98 characters/) >= 1, 60_000, "the reason");
			app.until(() => app.telemetry().length >= 3, 60_000, "readings");
			expect(app.lives.count).toBe(1);
			app.until(() => says(app, /clock: no answer/) >= 2, 120_000, "another attempt");
			void app.firmware.close();
		});

		run("where lines hold it all nothing is left out", () => {
			const app = startApp(engine, "anycloud", { heartbeat: 3000 });
			app.until(() => told(app, "sensors/bench/health").length >= 2, 60_000, "signs of life");
			const names = (topic: string) => Object.keys(told(app, topic).at(-1) ?? {});
			const state = ["online", "expires", "uptime", "interval", "waiting", "lost", "retries"];
			expect(names("sensors/bench/state")).toEqual(state);
			expect(names("sensors/bench/health")).toHaveLength(7);
			expect(says(app, /shortened/)).toBe(0);
			void app.firmware.close();
		});
	});
}
