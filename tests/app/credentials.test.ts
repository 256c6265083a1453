import { testDevice } from "../../host-sim/testing/device";
import { VirtualClock } from "../../host-sim/world/clock";
import { type Engine, engines, startApp } from "./bench";

testDevice("tests/device/credentials", { bench: () => ({ clock: new VirtualClock() }) });

const names = (process.env.XS_ENGINE_MISSING ? ["Node"] : Object.keys(engines)) as Engine[];
const kept = "network: its name and password are kept on this device";
const home = { wfi32: { ssid: "home", password: "correct horse" } };

test.each(names)("a network that was joined is kept, once, on %s", async (engine) => {
	const { lines, until, world, telemetry, firmware } = startApp(engine, "reference");
	const times = () => lines.filter((it) => it.text.includes(kept)).length;
	until(() => telemetry().length > 0, 60_000, "a reading");
	expect(times()).toBe(1);
	world.radio.accessPoints[0].kick();
	const before = telemetry().length;
	until(() => telemetry().length > before + 3, 120_000, "readings after another join");
	expect(times()).toBe(1);
	expect(lines.map((it) => it.text).join("")).not.toContain("correct horse");
	await firmware.close();
});

test.each(names)("firmware without a network joins the one that the device knows, on %s", async (engine) => {
	const config = { ssid: "", password: "", preferences: home };
	const { lines, until, telemetry, firmware } = startApp(engine, "reference", config);
	until(() => telemetry().length > 0, 60_000, "a reading");
	expect(lines.map((it) => it.text).join("")).toContain("network: joining home");
	expect(lines.some((it) => it.text.includes(kept))).toBe(false);
	await firmware.close();
});
