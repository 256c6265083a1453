/** Time and chance belong to the host: the same on every engine, and the same every time. */
import config from "mc/config";
import { behaviour } from "testing/behaviour";
import Time from "time";
import Timer from "timer";

behaviour("ticks are a 32-bit counter that wraps, and differences survive it", async (t) => {
	const start = Time.ticks;
	t.equal(start, 0x7fffff9c);
	await t.advance(150);
	t.equal(Time.ticks, -2147483598);
	t.equal((Time.ticks - start) | 0, 150);
	t.equal(Time.delta(start), 150);
	t.equal(Time.delta(start, start + 7), 7);
});

behaviour("microseconds count from the start", async (t) => {
	await t.advance(2.5);
	t.equal(Time.microseconds, 2500);
});

behaviour("Date starts where the launch says, goes with time, and can be set", async (t) => {
	t.equal(Date.now(), 1_700_000_000_000);
	await t.advance(1234);
	t.equal(Date.now(), 1_700_000_001_234);
	t.equal(new Date().toISOString(), "2023-11-14T22:13:21.234Z");
	Time.set(1000);
	await t.advance(5);
	t.equal(Date.now(), 1_000_005);
	t.equal(new Date(0).getTime(), 0);
});

behaviour("Math.random is the same sequence for the same seed", (t) => {
	const values = [Math.random(), Math.random(), Math.random()].map((it) => Math.floor(it * 1e9));
	t.equal(values, [11704753, 61958257, 976907633]);
});

behaviour("mc/config holds what was handed over", (t) => {
	t.equal({ ...config }, { ssid: "net “ü”", nested: { list: [1, 2, null] } });
});

behaviour("time stands still while the program runs", async (t) => {
	let at = -1;
	Timer.set(() => {
		const start = Time.microseconds as number;
		for (let i = 0; i < 10000; i++);
		at = (Time.microseconds as number) - start;
	}, 1);
	await t.advance(1);
	t.equal(at, 0);
});
