import { Backoff } from "app/backoff";

afterEach(() => jest.restoreAllMocks());

test("waits grow twofold up to the cap, and begin anew after a success", () => {
	jest.spyOn(Math, "random").mockReturnValue(1);
	const backoff = new Backoff(1000, 6000);
	const waits = () => Array.from({ length: 5 }, () => backoff.delay());
	expect(waits()).toEqual([1000, 2000, 4000, 6000, 6000]);
	expect(backoff.attempts).toBe(5);
	backoff.reset();
	expect(backoff.attempts).toBe(0);
	expect(waits()).toEqual([1000, 2000, 4000, 6000, 6000]);
});

test("half of a wait is chance", () => {
	const random = jest.spyOn(Math, "random");
	const waits = [0, 0.25, 0.5, 1].map((chance) => {
		random.mockReturnValue(chance);
		return new Backoff(1000, 6000).delay();
	});
	expect(waits).toEqual([500, 625, 750, 1000]);
	random.mockRestore();
	const many = new Set(Array.from({ length: 100 }, () => new Backoff(60_000, 60_000).delay()));
	expect(many.size).toBeGreaterThan(90);
});
