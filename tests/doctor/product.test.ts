import { type Engine, engines, startApp } from "../app/bench";

const names = (process.env.XS_ENGINE_MISSING ? ["Node"] : Object.keys(engines)) as Engine[];

test.each(names)(
	"when nothing answers, the product says on its console why, and comes up with the module, on %s",
	async (engine) => {
		const { lines, module, telemetry, until, firmware } = startApp(engine, "reference", {}, false);
		const said = () => lines.map((it) => it.text).join("");
		until(() => /doctor: bad: nothing answers/.test(said()), 240_000, "the doctor");
		expect(said()).toContain("doctor: Has the module power");
		module.powerOn();
		until(() => telemetry().length > 0, 240_000, "a reading");
		expect(said().match(/doctor: bad/g)).toHaveLength(1);
		await firmware.close();
	},
);

test.each(names)("configured so, it looks at the wire before anything else, on %s", async (engine) => {
	const { lines, telemetry, until, firmware } = startApp(engine, "reference", { doctor: true });
	until(() => telemetry().length > 0, 60_000, "a reading");
	expect(lines.map((it) => it.text).join("")).toMatch(/doctor: 100 answers, all of them whole[\s\S]*broker: connected/);
	await firmware.close();
});
