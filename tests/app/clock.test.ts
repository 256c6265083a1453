/** The product's readings carry the time of day, by NTP over the module's datagrams (ECMA-419 19). */
import type { UdpHost } from "../../host-sim/world/memory/udp";
import { ntpAnswer } from "../../host-sim/world/time-server";
import { type App, type Engine, profiles, startApp } from "./bench";

const { skip } = test;
const address = "192.0.2.5";
const epoch = Date.UTC(2026, 10, 24, 12);
const hour = 3_600_000;

/** A time server, which can be silent. */
function timeServer(app: App): { asked: () => number; silent: boolean } {
	const { clock, network } = app.world;
	const it = { asked: () => host.received.length, silent: false };
	const host: UdpHost = network.udpHost(address, 123, (bytes, from) => {
		if (!it.silent) host.send(ntpAnswer(bytes, epoch + clock.now()), from);
	});
	return it;
}

interface Timed {
	sequence: number;
	uptime?: number;
	time?: number;
}

const readings = (app: App) => app.telemetry() as unknown as Timed[];

describe.each(profiles)("%s", (profile) => {
	for (const engine of ["Node", "XS"] as Engine[]) {
		const testThere = engine === "XS" && process.env.XS_ENGINE_MISSING ? skip : test;
		const start = (config: Record<string, unknown> = {}) =>
			startApp(engine, profile, { ntp: ["nobody.example", address], queue: 64, ...config });

		testThere(
			`a reading has the time at which it was taken, also one from before the first answer, on ${engine}`,
			async () => {
				const app = start();
				timeServer(app);
				app.until(() => readings(app).length >= 12, 60_000, "readings");
				const timed = readings(app).filter(({ time }) => time !== undefined);
				expect(timed.length).toBeGreaterThan(2);
				// the program begins when the world does, and takes a reading each second
				for (const { sequence, time, uptime } of timed) {
					expect(Math.abs((time as number) - epoch / 1000 - (sequence - 1))).toBeLessThan(1);
					expect(uptime).toBeUndefined();
				}
				expect(app.lines.some(({ text }) => /clock: 2026-11-24T12:00:\d\d/.test(text))).toBe(true);
				await app.firmware.close();
			},
		);

		testThere(`while no server answers readings go without, and it is asked again, on ${engine}`, async () => {
			const app = start({ interval: 5000 });
			const server = timeServer(app);
			server.silent = true;
			app.until(() => readings(app).length >= 3, 60_000, "readings");
			expect(readings(app).every(({ time }) => time === undefined)).toBe(true);
			app.until(() => app.lines.some(({ text }) => text.includes("clock: no answer")), 120_000, "giving up");
			server.silent = false;
			app.until(() => readings(app).at(-1)?.time !== undefined, 300_000, "the time");
			await app.firmware.close();
		});

		testThere(`it is asked again after hours, and when there is a network again, on ${engine}`, async () => {
			const app = start({ interval: 600_000 });
			const server = timeServer(app);
			app.until(() => server.asked() === 1, 60_000, "the first question");
			app.world.clock.advance(5 * hour);
			expect(server.asked()).toBe(1);
			app.world.clock.advance(1.1 * hour);
			expect(server.asked()).toBe(2);
			app.world.radio.accessPoints[0].kick();
			app.until(() => server.asked() === 3, 120_000, "the third question");
			await app.firmware.close();
		});
	}

	test("one server may be given by its name alone, as an argument of mcconfig is", async () => {
		const app = startApp("Node", profile, { ntp: address });
		timeServer(app);
		app.until(() => readings(app).at(-1)?.time !== undefined, 60_000, "the time");
		await app.firmware.close();
	});

	test.each([
		["left out", {}],
		["an empty name, which is how a manifest takes away another's", { ntp: "" }],
	])("without servers (%s) nobody is asked, and the module is told of none", async (_, config) => {
		const app = startApp("Node", profile, config);
		app.until(() => readings(app).length >= 3, 60_000, "readings");
		expect(readings(app).every(({ time }) => time === undefined)).toBe(true);
		expect(app.module.state.sockets).toHaveLength(0);
		await app.firmware.close();
	});
});
