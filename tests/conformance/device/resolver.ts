// Name resolution (ECMA-419 18, A.18), in the module.
import { collect } from "host/channel";
import { behaviour } from "testing/behaviour";
import { host, joined } from "tests/device/support";

behaviour("a name resolves to its address, told after the call, with the host as it was given (18.1)", async (t) => {
	const { wfi32 } = await joined(t);
	const resolver = new wfi32.Resolver({});
	const results: unknown[][] = [];
	resolver.resolve({ host: "host.example" }, function (...parameters) {
		results.push([this === resolver, ...parameters]);
	});
	t.equal(results.length, 0);
	await t.until(() => results.length, 15_000);
	t.equal(results, [[true, null, host, "host.example"]]);
});

behaviour("an address resolves to itself, without asking the module, after the call (18.1.1)", async (t) => {
	const { wfi32 } = await joined(t);
	const resolver = new wfi32.Resolver({});
	const before = (await t.world<{ bytesReceived: number }>("counters")).bytesReceived;
	const results: unknown[][] = [];
	for (const it of ["192.0.2.77", "fe80:0000:0000:0000:0000:0000:0000:0001"])
		resolver.resolve({ host: it }, (...parameters) => results.push(parameters));
	t.equal(results.length, 0);
	await t.advance(10);
	t.equal(results, [
		[null, "192.0.2.77", "192.0.2.77"],
		[null, "fe80:0000:0000:0000:0000:0000:0000:0001", "fe80:0000:0000:0000:0000:0000:0000:0001"],
	]);
	t.equal((await t.world<{ bytesReceived: number }>("counters")).bytesReceived, before);
});

behaviour("a name that nobody knows is an Error, once (8.1, 18.1)", async (t) => {
	const { wfi32 } = await joined(t);
	const resolver = new wfi32.Resolver({});
	const results: unknown[][] = [];
	resolver.resolve({ host: "nobody.example" }, (...parameters) => results.push(parameters));
	await t.advance(20_000);
	t.equal(results.length, 1);
	t.ok(results[0][0] instanceof Error);
	t.equal(results[0].length, 1);
});

behaviour("several may be pending, of several instances, and each is answered (18.1)", async (t) => {
	const { wfi32 } = await joined(t);
	const first = new wfi32.Resolver({});
	const second = new wfi32.Resolver({});
	const results: Record<string, unknown> = {};
	for (const name of ["host.example", "broker.example", "nobody.example", "192.0.2.9"])
		for (const [it, resolver] of [first, second].entries())
			resolver.resolve({ host: name }, (error, address) => (results[`${it} ${name}`] = error ? "error" : address));
	await t.until(() => Object.keys(results).length === 8, 120_000);
	for (const it of [0, 1]) {
		t.equal(results[`${it} host.example`], host);
		t.equal(results[`${it} broker.example`], "192.0.2.10");
		t.equal(results[`${it} nobody.example`], "error");
		t.equal(results[`${it} 192.0.2.9`], "192.0.2.9");
	}
});

behaviour("the host is required, coerced to a string, and the callback must be a function (A.18.3)", async (t) => {
	const { wfi32 } = await joined(t);
	const resolver = new wfi32.Resolver({});
	t.throws(() => resolver.resolve(undefined as never, () => {}), TypeError);
	t.throws(() => resolver.resolve({} as never, () => {}), TypeError);
	t.throws(() => resolver.resolve({ host: Symbol("s") as never }, () => {}), TypeError);
	t.throws(() => resolver.resolve({ host: "host.example" }, 5 as never), TypeError);
	let address: string | undefined;
	resolver.resolve(Object.freeze({ host: { toString: () => "host.example" } as never }), (_, it) => (address = it));
	await t.until(() => address, 15_000);
	t.equal(address, host);
});

behaviour("after close what was pending is not told, and others' is (8.3)", async (t) => {
	const { wfi32 } = await joined(t);
	const closing = new wfi32.Resolver({});
	const staying = new wfi32.Resolver({});
	const told: string[] = [];
	closing.resolve({ host: "host.example" }, () => told.push("closed"));
	closing.resolve({ host: "192.0.2.1" }, () => told.push("closed"));
	staying.resolve({ host: "broker.example" }, () => told.push("open"));
	closing.close();
	await t.advance(30_000);
	t.equal(told, ["open"]);
});

behaviour("the form that the SDK's clients use is served as well", async (t) => {
	const { wfi32 } = await joined(t);
	const resolver = new wfi32.Resolver({});
	const told: unknown[] = [];
	const form = {
		onResolved: (name: string, address: string) => told.push([name, address]),
		onError: (name: string) => told.push([name]),
	};
	resolver.resolve({ host: "host.example", ...form });
	resolver.resolve({ host: "nobody.example", ...form });
	await t.until(() => told.length === 2, 60_000);
	t.equal(told, [["host.example", host], ["nobody.example"]]);
});

behaviour.xs("an instance that nobody refers to is kept as long as something is pending (8.2)", async (t) => {
	const { wfi32 } = await joined(t);
	const told: unknown[] = [];
	for (const host of ["host.example", "broker.example"])
		new wfi32.Resolver({}).resolve({ host }, (error, address) => told.push(error ?? address));
	(collect as () => void)();
	await t.until(() => told.length === 2, 30_000);
	t.equal(told, [host, "192.0.2.10"]);
});
