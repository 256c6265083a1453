/** Where literals are, and what evaluating them costs. */
import config from "mc/config";
import { behaviour } from "testing/behaviour";

let held: unknown = 1;

behaviour.xs("evaluating a string literal costs what the launch says", (t) => {
	const isText = t.slots(() => {
		held = typeof held === "number";
	});
	if (config.literals === "heap") t.ok(isText.chunks > 0, "a literal in the heap is copied");
	else t.equal(isText, { slots: 0, chunks: 0 });
	t.equal(held, true);
});
