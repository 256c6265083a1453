import { readFileSync } from "node:fs";
import { explain, file, render, rows } from "../../tools/coverage";

describe("the table of commands and lines", () => {
	test("has no empty cell without a reason, and no reason without an empty cell", () => {
		expect(explain(rows())).toEqual([]);
	});

	test("is as the code is", () => {
		const table = rows();
		explain(table);
		expect(readFileSync(file, "utf8")).toBe(render(table));
	});

	test("a command that nobody plays any more is noticed", () => {
		const table = rows();
		const row = table.get("AT+SOCKBM");
		if (!row) throw new Error("no such row");
		row.anycloud = "";
		table.delete("+TIME");
		expect(explain(table)).toEqual(['AT+SOCKBM: nothing in "anycloud", and no reason', "+TIME: a reason for nothing"]);
	});

	test("has the 30 commands of the reference", () => {
		const names = [...rows()].filter(([name, { reference }]) => name.startsWith("AT") && reference).map(([it]) => it);
		expect(names).toHaveLength(30);
	});
});
