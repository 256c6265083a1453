// Name resolution (ECMA-419 18, reference 7.12).

import type { Test } from "testing/behaviour";
import { behaviour } from "testing/behaviour";
import { host, isFirmware, joined, provider } from "tests/device/support";
import Time from "time";
import type { WFI32 } from "wfi32/provider";
import type { ResolveOptions } from "wfi32/resolver";

interface Resolved {
	error: (Error & { code: number }) | null;
	address: string | undefined;
	host: string | undefined;
}

/** Resolves, by the standard's form. */
async function resolve(t: Test, wfi32: WFI32, options: ResolveOptions, limit = 8000): Promise<Resolved> {
	const resolver = new wfi32.Resolver({});
	let it: Resolved | undefined;
	resolver.resolve(options, function (error, address, host) {
		t.ok(this === resolver, "this is the instance");
		it = { error: error as Resolved["error"], address, host };
	});
	t.equal(it, undefined, "nothing from inside the call");
	await t.until(() => it, limit, "an outcome");
	return it as unknown as Resolved;
}

behaviour("a name resolves to its address, whichever case it is written in", async (t) => {
	const { wfi32 } = await joined(t);
	t.equal(await resolve(t, wfi32, { host: "host.example" }), { error: null, address: host, host: "host.example" });
	t.equal((await resolve(t, wfi32, { host: "HOST.Example" })).address, host);
});

behaviour("an IP address resolves to itself, without the module", async (t) => {
	const wfi32 = provider();
	for (const address of ["192.0.2.77", "2001:db8::1", "::", "::ffff:192.0.2.1"])
		t.equal(await resolve(t, wfi32, { host: address }, 100), { error: null, address, host: address });
});

behaviour("of several addresses the first is taken, and the others disturb nobody", async (t) => {
	const { wfi32 } = await joined(t);
	await t.world("name", { name: "many.example", address: ["192.0.2.31", "192.0.2.32", "192.0.2.33"] });
	await t.world("name", { name: "other.example", address: ["192.0.2.41", "192.0.2.42"] });
	const resolver = new wfi32.Resolver({});
	const told: string[] = [];
	for (const name of ["many.example", "other.example", "many.example"])
		resolver.resolve({ host: name }, (error, address) => told.push(error ? error.message : (address as string)));
	await t.until(() => told.length === 3, 20_000);
	await t.advance(2000);
	t.equal(told, ["192.0.2.31", "192.0.2.41", "192.0.2.31"]);
});

behaviour("twenty resolutions of two instances may be pending at once", async (t) => {
	const { wfi32 } = await joined(t);
	const expected: string[] = [];
	for (let i = 0; i < 20; i++) {
		expected.push(`n${i} 192.0.2.${100 + i}`);
		await t.world("name", { name: `n${i}.example`, address: `192.0.2.${100 + i}` });
	}
	const resolvers = [new wfi32.Resolver({}), new wfi32.Resolver({})];
	const told: string[] = [];
	for (let i = 0; i < 20; i++) {
		const name = `n${i}.example`;
		resolvers[i & 1].resolve({ host: name }, (_error, address, host) => told.push(`${host?.split(".")[0]} ${address}`));
	}
	await t.until(() => told.length === 20, 60_000);
	t.equal(told, expected);
});

behaviour("a name that is not there fails, and the next one is resolved", async (t) => {
	const { wfi32 } = await joined(t);
	const { error, address } = await resolve(t, wfi32, { host: "nowhere.example" });
	t.ok(error && error.code > 0, "the module's code");
	t.equal(address, undefined);
	t.equal((await resolve(t, wfi32, { host: "host.example" })).address, host);
});

behaviour("a name server that is silent is waited for no longer than seven seconds", async (t) => {
	const { wfi32 } = await joined(t);
	await t.world("silence", "mute.example");
	const begun = Time.ticks;
	const { error } = await resolve(t, wfi32, { host: "mute.example" });
	t.ok(error, "failed");
	t.ok(Time.ticks - begun <= 7000, "in time");
	t.equal((await resolve(t, wfi32, { host: "host.example" })).address, host);
});

behaviour("without a network a name cannot be resolved, and that is told", async (t) => {
	const wfi32 = provider();
	const { error } = await resolve(t, wfi32, { host: "host.example" }, 20_000);
	t.equal(error?.code, 9);
});

behaviour("IPv6 addresses are asked for where the module can", async (t) => {
	const { wfi32 } = await joined(t);
	await t.world("name", { name: "six.example", address: ["192.0.2.6", "2001:db8::6"] });
	const { error, address } = await resolve(t, wfi32, { host: "six.example", version: 6 });
	if (isFirmware) t.equal(error?.code, 41);
	else t.equal(address, "2001:db8::6");
	t.equal((await resolve(t, wfi32, { host: "six.example" })).address, "192.0.2.6");
});

behaviour("the SDK's older form: onResolved(host, address), onError(host)", async (t) => {
	const { wfi32 } = await joined(t);
	const resolver = new wfi32.Resolver({ target: 5 });
	t.equal(resolver.target, 5);
	const told: unknown[] = [];
	resolver.resolve({
		host: "host.example",
		onResolved(host, address) {
			told.push(this === resolver, host, address);
		},
		onError() {
			told.push("error");
		},
	});
	resolver.resolve({
		host: "nowhere.example",
		onResolved() {
			told.push("resolved");
		},
		onError(host, error) {
			told.push(host, error.name);
		},
	});
	await t.until(() => told.length === 5, 15_000);
	t.equal(told, [true, "host.example", host, "nowhere.example", "Wfi32Error"]);
});

behaviour("close drops what is pending, on its way or not, and nobody else's", async (t) => {
	const { wfi32 } = await joined(t);
	const doomed = new wfi32.Resolver({});
	let called = 0;
	const count = () => {
		called++;
	};
	await t.world("silence", "mute.example");
	doomed.resolve({ host: "mute.example" }, count);
	doomed.resolve({ host: "host.example" }, count);
	doomed.resolve({ host: "192.0.2.5" }, count);
	const other = new wfi32.Resolver({});
	let address: string | undefined;
	other.resolve({ host: "host.example" }, (_error, it) => {
		address = it;
	});
	await t.advance(150);
	doomed.close();
	doomed.close();
	t.throws(() => doomed.resolve({ host: "host.example" }, count), Error);
	await t.until(() => address, 15_000);
	await t.advance(8000);
	t.equal(called, 1, "the address only, which had its answer before");
	t.equal(address, host);
});

behaviour("a callback may close its resolver, or resolve again", async (t) => {
	const { wfi32 } = await joined(t);
	const told: (string | undefined)[] = [];
	const resolver = new wfi32.Resolver({});
	resolver.resolve({ host: "host.example" }, function (_error, first) {
		told.push(first);
		this.resolve({ host: "broker.example" }, function (_error, second) {
			told.push(second);
			this.close();
		});
		this.resolve({ host: "host.example" }, () => told.push("not after close"));
	});
	await t.advance(10_000);
	t.equal(told, [host, "192.0.2.10"]);
});

behaviour("options are checked", async (t) => {
	const wfi32 = provider();
	t.throws(() => new wfi32.Resolver(undefined as never), TypeError);
	const resolver = new wfi32.Resolver({});
	const done = () => {};
	t.throws(() => resolver.resolve(undefined as never, done), TypeError);
	t.throws(() => resolver.resolve({} as never, done), TypeError);
	t.throws(() => resolver.resolve({ host: "host.example" }), TypeError);
	t.throws(() => resolver.resolve({ host: "host.example" }, 1 as never), TypeError);
	t.throws(() => resolver.resolve({ host: Symbol("host") as never }, done), TypeError);
	t.throws(() => resolver.resolve({ host: "" }, done), RangeError);
	t.throws(() => resolver.resolve({ host: "x".repeat(254) }, done), RangeError);
	t.throws(() => resolver.resolve({ host: "host.example", version: 5 as never }, done), RangeError);
	t.throws(() => resolver.resolve({ host: "host.example", onResolved: 1 as never }), TypeError);
});

behaviour("a host name cannot end the command or begin another", async (t) => {
	const { wfi32, wifi } = await joined(t);
	for (const name of ['x"\r\nAT+WSTA=0\r\n', '",1,"', "a\\", "\0", "ünicode.example", "]\r\n"]) {
		const { error } = await resolve(t, wfi32, { host: name });
		t.ok(error, `no such name: ${name}`);
	}
	await t.advance(500);
	t.equal(wifi.connection, 500);
	t.equal((await resolve(t, wfi32, { host: "host.example" })).address, host);
});

behaviour("what is pending fails with its provider, from the event loop, and resolves no more", async (t) => {
	const { wfi32 } = await joined(t);
	const resolver = new wfi32.Resolver({});
	const codes: number[] = [];
	await t.world("silence", "mute.example");
	for (const name of ["mute.example", "host.example"])
		resolver.resolve({ host: name }, (error) => codes.push((error as Error & { code: number }).code));
	await t.advance(300);
	wfi32.close();
	t.equal(codes, []);
	await t.until(() => codes.length === 2, 100);
	t.equal(codes, [-4, -4]);
	t.throws(() => resolver.resolve({ host: "host.example" }, () => {}), Error);
	t.throws(() => resolver.resolve({ host: "192.0.2.1" }, () => {}), Error);
});

behaviour("a resolution under way fails when the module starts anew", async (t) => {
	const { wfi32 } = await joined(t);
	await t.world("silence", "mute.example");
	const resolver = new wfi32.Resolver({});
	let code: number | undefined;
	resolver.resolve({ host: "mute.example" }, (error) => {
		code = (error as Error & { code: number }).code;
	});
	await t.advance(300);
	await t.world("resetModule");
	await t.until(() => code !== undefined, 7000);
	// the reference's module says nothing when it starts
	t.equal(code, isFirmware ? -2 : -6);
});
