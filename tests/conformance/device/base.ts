// The Base Class Pattern (ECMA-419 8, A.5), for every class.
import { collect } from "host/channel";
import { behaviour } from "testing/behaviour";
import { certificates, type Instance, type Maker, makers, membersOf, type Options } from "tests/conformance/classes";
import { joined } from "tests/device/support";
import type { WFI32 } from "wfi32/provider";

const roomy = { certificates, buffers: { sockets: 3 } };

function instanceOf(maker: Maker, wfi32: WFI32, options: Options = {}): Instance {
	const Class = maker.classOf(wfi32);
	return new Class({ ...maker.options, ...options });
}

for (const maker of makers) {
	const { name } = maker;

	behaviour(`${name}: without an options object the constructor throws (8.2)`, async (t) => {
		const { wfi32 } = await joined(t, roomy);
		const Class = maker.classOf(wfi32) as unknown as new (options?: unknown) => Instance;
		t.throws(() => new Class(), TypeError);
		for (const wrong of [undefined, null, 5, "options"]) t.throws(() => new Class(wrong), TypeError);
		instanceOf(maker, wfi32).close();
	});

	behaviour(`${name}: options may be frozen, and what is not known is ignored (8.2, 9.3)`, async (t) => {
		const { wfi32 } = await joined(t, roomy);
		const Class = maker.classOf(wfi32);
		const options = Object.freeze({ ...maker.options, nonsense: 1, io: Class, onNothing: 5 });
		const instance = new Class(options);
		t.equal("nonsense" in instance, false);
		t.equal("io" in instance, false);
		instance.close();
	});

	behaviour(`${name}: every option is read once at most (A.5.1)`, async (t) => {
		const { wfi32 } = await joined(t, roomy);
		const reads: Record<string, number> = {};
		const good: Options = { target: 1, ...maker.options };
		for (const callback of maker.callbacks) good[callback] = () => {};
		const options = new Proxy(good, {
			get(target, key) {
				if (typeof key === "string") reads[key] = (reads[key] ?? 0) + 1;
				return target[key as string];
			},
			set: () => false,
		});
		const Class = maker.classOf(wfi32);
		new Class(options).close();
		for (const key of Object.keys(good)) t.equal(reads[key], 1, key);
	});

	behaviour(`${name}: target is stored, can be read and written, and is not there otherwise (8.4)`, async (t) => {
		const { wfi32 } = await joined(t, roomy);
		const target = { any: "value" };
		const instance = instanceOf(maker, wfi32, { target });
		t.ok(instance.target === target);
		instance.target = 7;
		t.equal(instance.target, 7);
		instance.close();
		const without = instanceOf(maker, wfi32);
		t.equal("target" in without, false);
		without.close();
	});

	behaviour(`${name}: callbacks cannot be read from the instance (8.5)`, async (t) => {
		const { wfi32 } = await joined(t, roomy);
		const options: Options = {};
		for (const callback of maker.callbacks) options[callback] = () => {};
		const instance = instanceOf(maker, wfi32, options);
		for (const callback of maker.callbacks) t.equal(callback in instance, false, callback);
		instance.close();
	});

	behaviour(`${name}: a callback is a function or null, and a wrong one takes nothing (A.5.1)`, async (t) => {
		const { wfi32 } = await joined(t, { ...roomy, buffers: { sockets: 1 } });
		for (const callback of maker.callbacks) {
			for (const wrong of [5, "f", {}]) t.throws(() => instanceOf(maker, wfi32, { [callback]: wrong }), TypeError);
			instanceOf(maker, wfi32, { [callback]: null }).close();
			await t.advance(4000);
		}
		// nothing stayed taken: an instance can still be made
		instanceOf(maker, wfi32).close();
	});

	behaviour(`${name}: what a wrong option leaves is nothing: the next instance can be made (8.2, A.5.1)`, async (t) => {
		const { wfi32 } = await joined(t, { ...roomy, buffers: { sockets: 1 } });
		for (const wrong of maker.wrong) t.throws(() => instanceOf(maker, wfi32, wrong), Error);
		instanceOf(maker, wfi32).close();
	});

	behaviour.xs(`${name}: an open instance is not collected (8.3)`, async (t) => {
		const { wfi32 } = await joined(t, roomy);
		const gone: string[] = [];
		const registry = new FinalizationRegistry((what: string) => gone.push(what));
		const made = () => registry.register(instanceOf(maker, wfi32), "open");
		made();
		registry.register({}, "nothing");
		for (let i = 0; i < 3; i++) {
			(collect as () => void)();
			await t.advance(100);
		}
		t.ok(gone.includes("nothing"), "what nobody refers to is collected");
		// a resolver without anything pending has nothing to tell anybody (modules/resolver.ts says why it is let go)
		t.equal(gone.includes("open"), name === "Resolver");
	});

	behaviour(`${name}: close may be called again, and every other member throws after it (8.3)`, async (t) => {
		const { wfi32 } = await joined(t, roomy);
		const instance = instanceOf(maker, wfi32);
		const members = membersOf(instance);
		instance.close();
		instance.close();
		let count = 0;
		for (const [member, { value, get, set }] of members) {
			if (member === "close") continue;
			count++;
			if (typeof value === "function") t.throws(() => value.call(instance, {}, () => {}), Error);
			if (get) t.throws(() => get.call(instance), Error);
			if (set) t.throws(() => set.call(instance, "buffer"), Error);
		}
		t.ok(count > 0);
		await t.advance(3000);
		instance.close();
	});

	behaviour(`${name}: no callback comes from inside the constructor, nor after close (8.3, 8.5)`, async (t) => {
		const { wfi32 } = await joined(t, roomy);
		let allowed = false;
		let calls = 0;
		const options: Options = {};
		for (const callback of maker.callbacks) {
			options[callback] = () => {
				calls++;
				t.ok(allowed, `${callback} must not be called now`);
			};
		}
		const early = instanceOf(maker, wfi32, options);
		early.close();
		await t.advance(15_000);
		t.equal(calls, 0);
		const late = instanceOf(maker, wfi32, options);
		allowed = true;
		await t.advance(1500);
		allowed = false;
		late.close();
		const before = calls;
		await t.advance(15_000);
		t.equal(calls, before);
	});

	behaviour(`${name}: can be subclassed (8)`, async (t) => {
		const { wfi32 } = await joined(t, roomy);
		const Class = maker.classOf(wfi32);
		class Special extends Class {
			readonly special = true;
		}
		const instance = new Special({ ...maker.options });
		t.ok(instance instanceof Class);
		t.equal(instance.special, true);
		instance.close();
	});
}
