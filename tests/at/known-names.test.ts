/** The names that the driver knows (drivers/wfi32/names.ts): what is made of them is used, and found. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Name, NOBODY } from "drivers/at/names";
import * as known from "drivers/wfi32/names";

const folder = join(__dirname, "../../drivers/wfi32");
const isName = (it: unknown): it is Name => typeof it === "object" && it !== null && "text" in it;
const constants = Object.entries(known).filter(([, it]) => isName(it)) as [string, Name][];
const chapters = [
	...[known.MQTT, known.SOCKETS, known.RESOLVER, known.PING, known.TLS],
	...[known.CERTIFICATES, known.SCAN, known.ACCESS_POINT, known.STATION],
];

test("every name that is made is in the list that lines are compared with, once", () => {
	expect(constants.length).toBeGreaterThan(30);
	expect(new Set(known.names)).toEqual(new Set(constants.map(([, name]) => name)));
	expect(new Set(known.names.map(({ text }) => text)).size).toBe(known.names.length);
});

test("a constant is called as the reference spells its name", () => {
	for (const [constant, { text }] of constants) expect(constant.replace(/_REPLY$/, "")).toBe(text);
});

test("those that are told with their fields come before all others", () => {
	const shaped = known.names.map(({ integers }) => integers > 0);
	expect(shaped).toEqual([...shaped].sort((a, b) => Number(b) - Number(a)));
	expect(shaped[0]).toBe(true);
});

test("every place of a chapter is another, and a name is a chapter's or nobody's", () => {
	expect([...chapters].sort((a, b) => a - b)).toEqual(Array.from({ length: known.CHAPTERS }, (_, i) => i));
	for (const { listener } of known.names) expect([NOBODY, ...chapters]).toContain(listener);
	// only who is told can be told of fields
	for (const { listener, integers } of known.names) if (integers > 0) expect(listener).not.toBe(NOBODY);
});

test("the driver uses every name, and makes no name anywhere else", () => {
	const used = new Set<string>();
	for (const file of readdirSync(folder)) {
		if (file === "names.ts") continue;
		const text = readFileSync(join(folder, file), "utf8");
		expect(`${file}: ${/\bspell\(/.test(text)}`).toBe(`${file}: false`);
		const imported = /import \{([^}]*)\} from "drivers\/wfi32\/names"/.exec(text)?.[1] ?? "";
		const body = text.replace(/^import [^;]*;$/gm, "");
		for (const [constant] of imported.matchAll(/\w+/g))
			if (new RegExp(`\\b${constant}\\b`).test(body)) used.add(constant);
	}
	const left = constants.filter(([constant]) => !used.has(constant)).map(([, name]) => name);
	// every answer is somebody's; of a chapter's events the last may be the one that is none of those before
	const kinds = left.map(({ listener, integers }) => `${listener} ${integers > 0}`);
	expect(left.filter(({ listener }) => listener === NOBODY)).toEqual([]);
	expect(kinds).toEqual([...new Set(kinds)]);
	expect(used.size).toBeGreaterThan(30);
});

test("nothing of a name can be changed", () => {
	for (const name of known.names) expect(Object.isFrozen(name)).toBe(true);
	expect(Object.isFrozen(known.names)).toBe(true);
});
