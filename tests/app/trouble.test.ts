import { whyNoEngine } from "../../host-sim/xs/build";
import { type App, cap, type Engine, engines, profiles, startApp } from "./bench";

/** What may go wrong, how it is mended, and what the product must say of it: a code and its meaning. */
interface Trouble {
	name: string;
	config?: Record<string, unknown>;
	begin(app: App): void;
	end(app: App): void;
	says: RegExp;
	/** Before the product has ever been online. */
	atStart?: boolean;
}

const troubles: Trouble[] = [
	{
		name: "a wrong password",
		atStart: true,
		begin: ({ world }) => world.radio.accessPoints[0].set({ password: "something else" }),
		end: ({ world }) => world.radio.accessPoints[0].set({ password: "correct horse" }),
		says: /network: \+WSTA\w*: .+ \((24|8|23)\)/,
	},
	{
		name: "an unknown SSID",
		atStart: true,
		begin: ({ world }) => world.radio.accessPoints[0].set({ up: false }),
		end: ({ world }) => world.radio.accessPoints[0].set({ up: true }),
		says: /network: \+WSTA\w*: .+ \((24|8|23)\)/,
	},
	{
		name: "an unreachable broker",
		atStart: true,
		begin: ({ world }) => {
			if (world.broker) world.broker.silent = true;
		},
		end: ({ world }) => {
			if (world.broker) world.broker.silent = false;
		},
		says: /broker: \+MQTTCONN\w*: .+ \(-?\d+\)/,
	},
	{
		name: "a refused connection",
		atStart: true,
		begin: ({ world }) => world.broker?.takeDown(),
		end: ({ world }) => world.broker?.bringUp(),
		says: /broker: \+MQTTCONN\w*: .+ \(-?\d+\)/,
	},
	{
		name: "a broker that does not authorise",
		atStart: true,
		begin: ({ world }) => {
			if (world.broker) world.broker.authorise = () => 5;
		},
		end: ({ world }) => {
			if (world.broker) world.broker.authorise = () => 0;
		},
		says: /broker: \+MQTTCONNACK: refused by the broker \(-10\)/,
	},
	{
		name: "a module that is silent from the beginning",
		atStart: true,
		begin: ({ module }) => module.powerOff(),
		end: ({ module }) => module.powerOn(),
		says: /module: AT: the module does not answer \(-8\)/,
	},
	{
		name: "a module that falls silent",
		begin: ({ module }) => module.powerOff(),
		end: ({ module }) => module.powerOn(),
		says: /\((-1|-8)\)/,
	},
	{
		name: "a module that starts anew",
		begin: ({ module }) => module.reset(),
		end: () => {},
		says: /\(-2\)/,
	},
	{
		name: "a link that goes away",
		begin: ({ world }) => world.radio.accessPoints[0].set({ up: false }),
		end: ({ world }) => world.radio.accessPoints[0].set({ up: true }),
		says: /network: \+WSTALD: closed by the other side \(-7\)/,
	},
	{
		name: "a broker that goes away",
		begin: ({ world }) => world.broker?.takeDown(),
		end: ({ world }) => world.broker?.bringUp(),
		says: /broker: \+MQTT\w+: .+ \(-?\d+\)/,
	},
];

function survives(engine: Engine, release: (typeof profiles)[number], trouble: Trouble): void {
	const app = startApp(engine, release, trouble.config, !trouble.atStart || trouble.name.indexOf("silent") < 0);
	const says = () => app.lines.some(({ text }) => trouble.says.test(text));
	if (!trouble.atStart) app.until(() => app.telemetry().length >= 2, 20_000, "the first readings");
	app.lines.length = 0;
	trouble.begin(app);
	app.until(says, 15_000, "a typed error");
	app.world.clock.advance(20_000);
	const before = app.telemetry().length;
	trouble.end(app);
	app.until(() => app.telemetry().length > before + 1, 15_000 + cap, "a reading");
	// every reading arrived, or is counted as lost
	app.world.clock.advance(10_000);
	const told = app.telemetry();
	const sequences = new Set(told.map((it) => it.sequence));
	const last = told[told.length - 1];
	expect(sequences.size + last.lost).toBeGreaterThanOrEqual(last.sequence);
	expect(app.lines.map((it) => it.text).join("")).not.toContain("correct horse");
	void app.firmware.close();
}

for (const engine of Object.keys(engines) as Engine[]) {
	const run = engine === "XS" && whyNoEngine() ? test.skip : test;
	describe(`on ${engine}`, () => {
		for (const release of profiles)
			for (const trouble of troubles)
				run(`${trouble.name} is told, and the next reading gets out when it is over, ${release}`, () =>
					survives(engine, release, trouble),
				);
	});
}
