import { refused } from "../../bench/options";

/* What cannot be asked of `npm run bench` together. */

test.each([
	[{ check: true, setBudgets: true }, "--set-budgets"],
	[{ quick: true, page: true }, "--page needs all figures"],
	[{ check: true, page: true }, "--page needs all figures"],
	[{ peers: true, check: true }, "--peers"],
])("%j is refused", (options, because) => {
	expect(refused(options)).toContain(because);
});

test.each([
	{},
	{ json: true, check: true },
	{ quick: true, setBudgets: true },
	{ page: true, setBudgets: true },
	{ peers: true, json: true, setBudgets: true },
])("%j is not", (options) => {
	expect(refused(options)).toBeUndefined();
});
