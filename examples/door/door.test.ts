import { type Contact, Door } from "door/door";
import { type TestBench, testBench } from "../../host-sim/testing/index";

const collector = "192.0.2.5";

class Switch implements Contact {
	open = 0;
	read(): number {
		return this.open;
	}
}

interface Fixture extends TestBench {
	contact: Switch;
	told: () => string[];
}

let open: Door | undefined;

afterEach(() => {
	open?.close();
	open = undefined;
});

/** A door on a fresh bench, with somebody who collects. */
function door(release: "reference" | "anycloud"): Fixture {
	const bench = testBench({ release, provider: { buffers: { sockets: 4, receive: 512, transmit: 512 } } });
	const contact = new Switch();
	const host = bench.world.network.udpHost(collector, 5140, () => {});
	open = new Door({
		wfi32: bench.wfi32,
		contact,
		ssid: "home",
		password: "correct horse",
		port: 80,
		collector,
		collectorPort: 5140,
	});
	return Object.assign(bench, { contact, told: () => host.received.map(({ bytes }) => Buffer.from(bytes).toString()) });
}

function ask(bench: TestBench): unknown {
	const visitor = bench.dial(80);
	visitor.write("GET / HTTP/1.1\r\nHost: door\r\n\r\n");
	bench.until(() => visitor.ended);
	const [head, body] = visitor.text.split("\r\n\r\n");
	expect(head).toContain("200 OK");
	return JSON.parse(body);
}

describe.each(["reference", "anycloud"] as const)("a door contact on a module with firmware %s", (release) => {
	test("tells whoever asks whether it is open", () => {
		const it = door(release);
		it.until(() => it.module.state.address, 20_000);
		it.advance(5000);
		expect(ask(it)).toMatchObject({ open: false, changes: 0 });
		it.contact.open = 1;
		it.advance(10_000);
		expect(ask(it)).toMatchObject({ open: true, changes: 1 });
	});

	test("tells the collector of each change, once, however the contact bounces", () => {
		const it = door(release);
		it.advance(15_000);
		for (const open of [1, 0, 1, 0, 1]) {
			it.contact.open = open;
			it.advance(15);
		}
		it.advance(10_000);
		it.contact.open = 0;
		it.advance(10_000);
		expect(it.told()).toEqual(['{"open":true,"change":1}', '{"open":false,"change":2}']);
	});

	test("tells what happened without a network when there is one again", () => {
		const it = door(release);
		it.advance(15_000);
		it.accessPoint.set({ up: false });
		it.advance(10_000);
		it.contact.open = 1;
		it.advance(20_000);
		expect(it.told()).toEqual([]);
		it.accessPoint.set({ up: true });
		it.until(() => it.told().length, 120_000);
		expect(it.told()).toEqual(['{"open":true,"change":1}']);
		it.advance(5000);
		expect(ask(it)).toMatchObject({ open: true });
	});

	test("never says its password but to join", () => {
		const it = door(release);
		it.advance(20_000);
		const joins = it.wire.commands.filter((line) => line.includes("correct horse"));
		expect(joins).toHaveLength(1);
		expect(joins[0]).toMatch(/^AT\+WSTAC=/);
	});
});
