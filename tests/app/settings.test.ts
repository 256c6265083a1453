/** Settings that can never work are said, and do not end the program. */
import { type Engine, engines, startApp } from "./bench";

const names = (process.env.XS_ENGINE_MISSING ? ["Node"] : Object.keys(engines)) as Engine[];

test.each(names)("a password that no network can have is said, and tried again, on %s", async (engine) => {
	const { lines, until, firmware } = startApp(engine, "reference", { password: "short" });
	const times = () => lines.filter((it) => /network: .*password/.test(it.text)).length;
	until(() => times() > 1, 60_000, "the second attempt");
	expect(lines.map((it) => it.text).join("")).not.toContain("short");
	await firmware.close();
});

test.each(names)("a standard client without a socket for it is said, and tried again, on %s", async (engine) => {
	const config = { mqtt: "standard", buffers: { sockets: 0 } };
	const { lines, until, firmware } = startApp(engine, "reference", config);
	const times = () => lines.filter((it) => /broker: .*sockets/.test(it.text)).length;
	until(() => times() > 1, 60_000, "the second attempt");
	await firmware.close();
});
