import { Recovery } from "../../host-sim/ui/recovery";

let now = 0;
let told: string[] = [];
let it: Recovery;
beforeEach(() => {
	now = 0;
	told = [];
	it = new Recovery(
		() => now,
		(text) => told.push(text),
	);
});

test("what the firmware noticed is what it said before it spoke of trying again", () => {
	it.fault("link", true);
	it.fault("link", false);
	now = 20;
	it.said("broker: closed by the other side");
	it.said("again in 1.0 s");
	it.said("again in 2.0 s");
	expect(told).toEqual(["link: the firmware noticed after 20 ms: broker: closed by the other side"]);
	now = 2400;
	it.recovered();
	it.recovered();
	expect(told[1]).toBe("link: recovered, a reading reached the broker 2.4 s after it began");
	expect(told).toHaveLength(2);
});

test("a reading while the fault lasts is no recovery", () => {
	it.fault("flip", true);
	it.said("module: no answer");
	it.said("again in 1.0 s");
	now = 3000;
	it.recovered();
	expect(told).toHaveLength(1);
	it.fault("flip", false);
	now = 3500;
	it.recovered();
	expect(told[1]).toContain("flip: recovered, a reading reached the broker 3.5 s");
});

test("one that may have been on its way before says nothing; what nobody noticed in time did no harm", () => {
	it.fault("link", true);
	it.fault("link", false);
	now = 10;
	it.recovered();
	expect(told).toEqual([]);
	now = 6000;
	it.recovered();
	expect(told).toEqual(["link: no harm done, a reading reached the broker 6.0 s after it began"]);
});
