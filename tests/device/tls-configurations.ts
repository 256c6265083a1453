// TLS configurations (reference 7.11), as sockets and the MQTT service use them.

import Serial from "embedded:io/serial";
import { toBytes } from "drivers/at/text";
import { Driver } from "drivers/wfi32/driver";
import type { Wfi32Error } from "drivers/wfi32/errors";
import { defaultBuffers } from "drivers/wfi32/sizes";
import type { StoredTls, TlsParameters, TlsUser } from "drivers/wfi32/tls-configurations";
import config from "mc/config";
import type { Test } from "testing/behaviour";
import { behaviour } from "testing/behaviour";
import { isFirmware } from "tests/device/support";
import type { WFI32Options } from "wfi32/provider";

async function driver(t: Test): Promise<Driver> {
	let isReady = false;
	const serial = { ...(config.serial as object), io: Serial } as unknown as WFI32Options["serial"];
	const it = new Driver(serial, defaultBuffers, undefined, [], {
		onReady: () => {
			isReady = true;
		},
		onFailure: () => {},
	});
	await t.until(() => isReady, 15_000, "onReady");
	return it;
}

class User implements TlsUser {
	index = 0;
	error: Wfi32Error | undefined;
	times = 0;

	tlsConfigured(index: number): void {
		this.index = index;
		this.times++;
	}

	tlsFailed(error: Wfi32Error): void {
		this.error = error;
		this.times++;
	}

	/** Its index, or its error's code. */
	async outcome(t: Test): Promise<number> {
		await t.until(() => this.times, 15_000, "an outcome");
		return this.error ? this.error.code : this.index;
	}
}

function parameters(texts: Partial<Record<keyof TlsParameters, string>>): TlsParameters {
	const bytes = (key: keyof TlsParameters) => toBytes(texts[key] ?? "");
	return {
		ca: bytes("ca"),
		certificate: bytes("certificate"),
		key: bytes("key"),
		keyPassword: bytes("keyPassword"),
		serverName: bytes("serverName"),
	};
}

async function read(t: Test, it: Driver, index: number): Promise<StoredTls> {
	let stored: StoredTls | undefined;
	let failed: Wfi32Error | undefined;
	it.tls.read(index, (error, result) => {
		failed = error;
		stored = result;
	});
	await t.until(() => stored || failed, 5000);
	if (failed) throw failed;
	return stored as StoredTls;
}

const broker = parameters({ ca: "our-ca", serverName: "broker.example" });
const shop = parameters({
	ca: "other-ca",
	serverName: "shop.example",
	certificate: "me",
	key: "mine",
	keyPassword: "x y",
});
const sent = (t: Test) => t.world<string[]>("sent");

behaviour("all five parameters are written before they are used", async (t) => {
	const it = await driver(t);
	const user = new User();
	it.tls.acquire(user, shop);
	t.equal(user.times, 0, "nothing from inside the call");
	t.equal(await user.outcome(t), 1);
	t.equal(await sent(t), [
		'AT+TLSC=1,1,"other-ca"',
		'AT+TLSC=1,2,"me"',
		'AT+TLSC=1,3,"mine"',
		'AT+TLSC=1,4,"x y"',
		'AT+TLSC=1,5,"shop.example"',
	]);
	t.equal(await read(t, it, 1), { ca: "other-ca", certificate: "me", key: "mine", serverName: "shop.example" });
	t.equal(it.tls.used, [{ index: 1, users: 1 }]);
	it.tls.release(user);
	t.equal(it.tls.used, []);
});

behaviour("the same configuration is shared, and not written again", async (t) => {
	const it = await driver(t);
	const users = [new User(), new User(), new User()];
	for (const user of users) it.tls.acquire(user, broker);
	for (const user of users) t.equal(await user.outcome(t), 1);
	t.equal((await sent(t)).length, 5);
	t.equal(it.tls.used, [{ index: 1, users: 3 }]);
	for (const user of users) it.tls.release(user);
	const later = new User();
	it.tls.acquire(later, broker);
	t.equal(await later.outcome(t), 1);
	t.equal((await sent(t)).length, 5, "it is still there");
});

behaviour("another configuration has an index of its own, as long as there are any", async (t) => {
	const it = await driver(t);
	const users: User[] = [];
	const outcomes: number[] = [];
	for (let i = 0; i < 5; i++) {
		const user = new User();
		users.push(user);
		it.tls.acquire(user, parameters({ ca: "our-ca", serverName: `host${i}.example` }));
		outcomes.push(await user.outcome(t));
	}
	t.equal(outcomes, isFirmware ? [1, 6, 6, 6, 6] : [1, 2, 3, 4, 6]);
	t.ok(users[4].error?.message.includes("in use"), "the reason");
	it.tls.release(users[0]);
	const next = new User();
	it.tls.acquire(next, broker);
	t.equal(await next.outcome(t), 1);
	t.equal((await read(t, it, 1)).serverName, "broker.example");
});

behaviour("only what differs is written, empty strings included", async (t) => {
	const it = await driver(t);
	const first = new User();
	it.tls.acquire(first, shop);
	await first.outcome(t);
	it.tls.release(first);
	const before = (await sent(t)).length;
	const second = new User();
	it.tls.acquire(second, parameters({ ca: "other-ca", serverName: "shop.example" }));
	t.equal(await second.outcome(t), 1);
	t.equal((await sent(t)).slice(before), ['AT+TLSC=1,2,""', 'AT+TLSC=1,3,""', 'AT+TLSC=1,4,""']);
	t.equal((await read(t, it, 1)).certificate, "");
});

behaviour("released while it is being written, it is free for the next", async (t) => {
	const it = await driver(t);
	for (let delay = 0; delay < 500; delay += isFirmware ? 70 : 1) {
		if (!isFirmware && delay > 12) break;
		const doomed = new User();
		it.tls.acquire(doomed, parameters({ ca: "our-ca", serverName: `doomed${delay}.example` }));
		await t.advance(delay);
		it.tls.release(doomed);
		const told = doomed.times;
		const next = new User();
		it.tls.acquire(next, parameters({ ca: "our-ca", serverName: `next${delay}.example` }));
		const index = await next.outcome(t);
		t.equal(index, 1, `after ${delay} ms`);
		t.equal((await read(t, it, index)).serverName, `next${delay}.example`);
		t.equal(doomed.times, told, "told no more");
		it.tls.release(next);
		t.equal(it.tls.used, []);
	}
});

behaviour("after the module has started anew everything is written again", async (t) => {
	const it = await driver(t);
	const first = new User();
	it.tls.acquire(first, broker);
	await first.outcome(t);
	it.tls.release(first);
	await t.world("resetModule");
	await t.advance(5000);
	// the reference's module says nothing when it starts: the next command finds it out
	if (!isFirmware) it.tls.read(1, () => {});
	await t.advance(5000);
	const before = (await sent(t)).length;
	const second = new User();
	it.tls.acquire(second, broker);
	t.equal(await second.outcome(t), 1);
	t.equal((await sent(t)).length - before, 5);
});

behaviour("a server name that the release cannot hold is refused, not cut off", async (t) => {
	const it = await driver(t);
	const user = new User();
	it.tls.acquire(user, parameters({ ca: "our-ca", serverName: "a-name-of-more-than.thirty-two.bytes.example" }));
	t.equal(await user.outcome(t), isFirmware ? -11 : 1);
});

behaviour("reading is for indices that there are, one at a time", async (t) => {
	const it = await driver(t);
	for (const index of [0, -1, 1.5, isFirmware ? 3 : 5]) t.throws(() => it.tls.read(index, () => {}), RangeError);
	t.equal(await read(t, it, 2), { ca: "", certificate: "", key: "", serverName: "" });
	it.tls.read(1, () => {});
	t.throws(() => it.tls.read(1, () => {}), Error);
});

behaviour("who waits fails with the driver", async (t) => {
	const it = await driver(t);
	const users = [new User(), new User()];
	it.tls.acquire(users[0], broker);
	it.tls.acquire(users[1], shop);
	let code: number | undefined;
	it.tls.read(1, (error) => {
		code = error?.code;
	});
	it.close();
	t.equal(users[0].times, 0);
	for (const user of users) t.equal(await user.outcome(t), -4);
	t.equal(code, -4);
	t.throws(() => it.tls.acquire(new User(), broker), Error);
});

behaviour("a CA's name that arrives damaged is noticed before anything relies on it", async (t) => {
	const it = await driver(t);
	await t.world("damage", 2);
	for (const left of [1, 0]) {
		const doomed = new User();
		it.tls.acquire(doomed, broker);
		t.equal(await doomed.outcome(t), -3, `${left} more to be damaged`);
		t.ok(doomed.error?.message.includes("+TLSC") && doomed.error.message.includes("CA"), doomed.error?.message);
		t.equal(it.tls.used, []);
	}
	const user = new User();
	it.tls.acquire(user, broker);
	t.equal(await user.outcome(t), 1);
	t.equal((await read(t, it, 1)).ca, "our-ca");
});

behaviour("without a CA there is nothing to be read back", async (t) => {
	const it = await driver(t);
	const user = new User();
	it.tls.acquire(user, parameters({ serverName: "host.example" }));
	t.equal(await user.outcome(t), 1);
});

behaviour("the MQTT service takes the first configuration, or none", async (t) => {
	const it = await driver(t);
	const socket = new User();
	it.tls.acquire(socket, shop);
	t.equal(await socket.outcome(t), 1);
	const service = Object.assign(new User(), { takesFirst: true });
	it.tls.acquire(service, broker);
	t.equal(await service.outcome(t), 6);
	it.tls.release(socket);
	const second = Object.assign(new User(), { takesFirst: true });
	it.tls.acquire(second, broker);
	t.equal(await second.outcome(t), 1);
});
