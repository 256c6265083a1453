/** Built-ins are as on a device: frozen. */
import { behaviour } from "testing/behaviour";

behaviour.xs("a property inherited from a built-in cannot be assigned, on a device and here", (t) => {
	const error = new Error("it");
	t.throws(() => {
		error.name = "Mine";
	}, TypeError);
	t.throws(() => {
		(Array.prototype as unknown as { last: number }).last = 1;
	}, TypeError);
});

behaviour("but it can be a field", (t) => {
	class Mine extends Error {
		override readonly name = "Mine";
	}
	t.equal(String(new Mine("it")), "Mine: it");
});
