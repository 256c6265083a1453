import { networkInterfaces } from "node:os";
import { type Answer, ask, events, isOpen, type Served, served } from "./served";

let it: Served;
beforeEach(async () => {
	it = await served();
});
afterEach(() => it.close());

const own = () => ({ Origin: `http://127.0.0.1:${it.port}`, "Content-Type": "application/json" });
const tokenIn = ({ text }: Answer) => /name="token" content="([^"]+)"/.exec(text)?.[1] as string;

describe("who is let in", () => {
	test("it listens on the loopback only", async () => {
		const addresses = Object.values(networkInterfaces()).flatMap((them) => them ?? []);
		const outer = addresses.filter(({ internal, family }) => !internal && family === "IPv4");
		expect(await isOpen("127.0.0.1", it.port)).toBe(true);
		for (const { address } of outer) expect(await isOpen(address, it.port)).toBe(false);
		// the rest of the loopback's network is not the address either
		expect(await isOpen("127.0.0.2", it.port)).toBe(false);
	});

	test.each(["/", "/events", "/main.js"])("a name pointed at this machine is refused: %s", async (path) => {
		for (const Host of ["evil.example", `evil.example:${it.port}`, `127.0.0.1:${it.port + 1}`, "localhost"]) {
			expect(await ask(it, path, { headers: { Host } })).toMatchObject({ status: 403 });
		}
	});

	test.each(["/", "/events"])("a page of another origin is refused: %s", async (path) => {
		for (const Origin of ["http://evil.example", "null", `https://127.0.0.1:${it.port}`, "http://127.0.0.1"]) {
			expect(await ask(it, path, { headers: { Origin } })).toMatchObject({ status: 403 });
		}
	});

	test("localhost is this machine as well", async () => {
		expect(await ask(it, "/", { headers: { Host: `localhost:${it.port}` } })).toMatchObject({ status: 200 });
	});
});

describe("commands", () => {
	const command = JSON.stringify({ fault: "link" });
	const post = (headers: { [name: string]: string }, body = command) =>
		ask(it, "/command", { method: "POST", headers, body });

	test("the page's own is obeyed", async () => {
		const token = tokenIn(await ask(it, "/"));
		expect(await post({ ...own(), "X-Token": token })).toMatchObject({ status: 200 });
		expect(it.commands).toEqual([{ fault: "link" }]);
	});

	test("without the token, from another origin, from none, or as a form: refused", async () => {
		const token = tokenIn(await ask(it, "/"));
		const { Origin: _, ...anonymous } = own();
		const wrong = [
			own(),
			{ ...own(), "X-Token": "" },
			{ ...own(), "X-Token": `${token.slice(0, -1)}!` },
			{ ...own(), "X-Token": token, Origin: "http://evil.example" },
			{ ...own(), "X-Token": token, Host: `evil.example:${it.port}` },
			{ ...anonymous, "X-Token": token },
			{ ...own(), "X-Token": token, "Content-Type": "text/plain" },
			{ ...own(), "X-Token": token, "Content-Type": "application/x-www-form-urlencoded" },
		];
		for (const headers of wrong) expect(await post(headers)).toMatchObject({ status: 403 });
		expect(it.commands).toEqual([]);
	});

	test("what is no JSON is told so, what is too long is cut off", async () => {
		const headers = { ...own(), "X-Token": tokenIn(await ask(it, "/")) };
		expect(await post(headers, "{")).toMatchObject({ status: 400 });
		await expect(post(headers, `{"fault":"${"x".repeat(100_000)}"}`)).rejects.toThrow();
		expect(it.commands).toEqual([]);
	});

	test("a command is not asked for by GET", async () => {
		expect(await ask(it, "/command")).toMatchObject({ status: 405 });
	});

	test("each run has a token of its own", async () => {
		const other = await served();
		expect(tokenIn(await ask(it, "/"))).not.toBe(tokenIn(await ask(other, "/")));
		await other.close();
	});
});

describe("files", () => {
	test("all that the page names are there, as what they are", async () => {
		const { text } = await ask(it, "/");
		const named = [...text.matchAll(/(?:href|src)="([^"#]+)"/g)].map(([, path]) => path);
		expect(named).toContain("main.js");
		for (const path of named) {
			const { status, headers } = await ask(it, `/${path}`);
			expect({ path, status }).toEqual({ path, status: 200 });
			expect(headers["content-type"]).toMatch(/^(text\/(css|javascript)|image\/svg)/);
		}
	});

	test("nothing else is", async () => {
		for (const path of ["/../server.ts", "/%2e%2e/server.ts", "/package.json", "/main.js/", "//etc/passwd"])
			expect(await ask(it, path)).toMatchObject({ status: 404 });
	});

	test("everything comes with a policy that lets nothing in from elsewhere", async () => {
		for (const path of ["/", "/main.js", "/nothing"]) {
			const { headers } = await ask(it, path);
			expect(headers["content-security-policy"]).toContain("default-src 'none'");
			expect(headers["content-security-policy"]).not.toContain("unsafe");
			expect(headers["access-control-allow-origin"]).toBeUndefined();
			expect(headers["x-content-type-options"]).toBe("nosniff");
		}
	});
});

describe("the stream", () => {
	const row = (text: string) => ({ kind: "command" as const, direction: "toModule" as const, time: 0, text });

	test("begins with what the run is, and what there was", async () => {
		it.record.describe("a run", [], 5);
		it.record.rows.add(row("AT"));
		const [{ data }] = await events(it, 1);
		expect(JSON.parse(data)).toMatchObject({
			about: { title: "a run", zero: 5 },
			rows: { from: 0, items: [{ text: "AT" }] },
		});
	});

	test("goes on, when it was broken off, where it was", async () => {
		it.record.rows.add(row("AT"));
		const [{ id }] = await events(it, 1);
		it.record.rows.add(row("ATE0"));
		const [{ data }] = await events(it, 1, id);
		expect(JSON.parse(data).rows).toEqual({ from: 1, items: [row("ATE0")] });
	});

	test("of more than is kept, the last are told, and from which on", async () => {
		for (let i = 0; i < 25_000; i++) it.record.rows.add(row(String(i)));
		const found = await events(it, 5);
		const parts = found.map(({ data }) => JSON.parse(data).rows);
		expect(parts[0]).toMatchObject({ from: 15_000 });
		expect(parts.flatMap(({ items }) => items.map(({ text }: { text: string }) => Number(text)))).toEqual(
			Array.from({ length: 10_000 }, (_, index) => 15_000 + index),
		);
	});
});
