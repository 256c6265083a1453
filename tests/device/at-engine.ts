/** The engine's queue: one command in flight, whose turn it is, and what happens when no answer comes. */
import { CLOSED, RESET, TIMEOUT } from "drivers/at/request";
import { behaviour } from "testing/behaviour";
import { Ask, Rig } from "tests/device/at-support";
import { Chance } from "tests/device/uart-support";

const started = () => new Rig().watch("SOCKCL");

/** Commands that are submitted again as soon as they are over. */
function owners(rig: Rig, ...names: string[]): Ask[] {
	return names.map((name) => {
		const ask = new Ask(rig, name);
		ask.over = (result) => {
			if (result !== CLOSED) rig.engine.submit(ask);
		};
		return ask;
	});
}

const sent = (rig: Rig) => rig.log.filter((it) => it.startsWith(">")).map((it) => it.slice(2));

behaviour("one command is in flight, the others wait in their order", (t) => {
	const rig = started();
	const [a, b, c] = ["AT+A", "AT+B", "AT+C"].map((it) => new Ask(rig, it));
	for (const it of [a, b, c]) rig.engine.submit(it);
	t.equal([rig.log, rig.engine.idle], [["> AT+A"], false]);
	t.equal([a.pending, b.pending, c.pending], [true, true, true]);
	rig.receive("OK\r\n");
	t.equal(rig.log, ["> AT+A", "AT+A = 0", "> AT+B"]);
	t.equal([a.pending, b.pending], [false, true]);
	rig.receive("ERROR:3\r\nOK\r\n");
	t.equal(rig.log.slice(3), ["AT+B = 3", "> AT+C", "AT+C = 0"]);
	t.equal([rig.engine.idle, rig.engine.counters.commands], [true, 3]);
	rig.close();
});

behaviour("owners take turns: none is served twice while another waits", (t) => {
	const rig = started();
	for (const it of owners(rig, "AT+A", "AT+B", "AT+C")) rig.engine.submit(it);
	for (let i = 0; i < 8; i++) rig.receive("OK\r\n");
	t.equal(sent(rig).join(" "), "AT+A AT+B AT+C AT+A AT+B AT+C AT+A AT+B AT+C");
	rig.close();
});

behaviour("a request that is pending stays where it is, however often it is submitted", (t) => {
	const rig = started();
	const a = new Ask(rig, "AT+A");
	const b = new Ask(rig, "AT+B");
	const c = new Ask(rig, "AT+C");
	for (const it of [a, b, c, a, b, a]) rig.engine.submit(it);
	rig.engine.submitFirst(c);
	rig.engine.recover(b);
	for (let i = 0; i < 5; i++) rig.receive("OK\r\n");
	t.equal(sent(rig), ["AT+A", "AT+B", "AT+C"]);
	rig.close();
});

behaviour("what is urgent goes before all that wait", (t) => {
	const rig = started();
	for (const name of ["AT+A", "AT+B"]) rig.engine.submit(new Ask(rig, name));
	rig.engine.submitFirst(new Ask(rig, "AT+C"));
	rig.engine.submitFirst(new Ask(rig, "AT+D"));
	for (let i = 0; i < 4; i++) rig.receive("OK\r\n");
	t.equal(sent(rig), ["AT+A", "AT+D", "AT+C", "AT+B"]);
	rig.close();
});

behaviour("what waits can be taken back: the first, the middle, the last; what is in flight cannot", (t) => {
	for (const out of [1, 2, 3]) {
		const rig = started();
		const all = [0, 1, 2, 3].map((i) => new Ask(rig, `AT+${i}`));
		for (const it of all) rig.engine.submit(it);
		t.equal(rig.engine.withdraw(all[0]), false);
		t.equal(rig.engine.withdraw(all[out]), true);
		t.equal(rig.engine.withdraw(all[out]), true, "again");
		t.equal(all[out].pending, false);
		rig.engine.submit(new Ask(rig, "AT+E"));
		for (let i = 0; i < 5; i++) rig.receive("OK\r\n");
		t.equal(
			sent(rig),
			["AT+0", "AT+1", "AT+2", "AT+3", "AT+E"].filter((it) => it !== `AT+${out}`),
		);
		rig.close();
	}
});

behaviour("what submits others while it is composed goes out first, and whole", (t) => {
	const rig = started();
	const other = new Ask(rig, "AT+OTHER");
	const one = new Ask(rig, "AT+ONE");
	const { compose } = one;
	one.compose = (out) => {
		rig.engine.submit(other);
		return compose.call(one, out);
	};
	rig.engine.submit(one);
	rig.receive("OK\r\n");
	t.equal(rig.log, ["> AT+ONE", "AT+ONE = 0", "> AT+OTHER"]);
	rig.close();
});

behaviour("what has nothing to send any more is over at once, and the next has its turn", (t) => {
	const rig = started();
	const nothing = new Ask(rig, "");
	rig.engine.submit(new Ask(rig, "AT+A"));
	rig.engine.submit(nothing);
	rig.engine.submit(new Ask(rig, `AT+${"L".repeat(200)}`)); // too long
	rig.engine.submit(nothing);
	rig.engine.submit(new Ask(rig, "AT+B"));
	rig.receive("OK\r\n");
	t.equal(sent(rig), ["AT+A", "AT+B"]);
	rig.engine.submit(nothing);
	rig.receive("OK\r\n");
	t.equal(rig.log.filter((it) => it === " = 0").length, 2, "after one too long, too");
	rig.close();
});

behaviour("held, it sends nothing but the supervisor's", (t) => {
	const rig = started();
	rig.engine.hold();
	rig.engine.submit(new Ask(rig, "AT+A"));
	rig.engine.submitFirst(new Ask(rig, "AT+B"));
	t.equal(rig.log, []);
	rig.engine.recover(new Ask(rig, "ATE0"));
	rig.engine.recover(new Ask(rig, "AT+GMM"));
	t.equal(rig.log, ["> ATE0"]);
	rig.receive("OK\r\nOK\r\n");
	t.equal(sent(rig), ["ATE0", "AT+GMM"]);
	rig.engine.release();
	rig.receive("OK\r\n");
	t.equal(sent(rig), ["ATE0", "AT+GMM", "AT+B", "AT+A"]);
	rig.close();
});

behaviour("holding leaves the command in flight alone", (t) => {
	const rig = started();
	rig.engine.submit(new Ask(rig, "AT+A"));
	rig.engine.submit(new Ask(rig, "AT+B"));
	rig.engine.hold();
	rig.receive("OK\r\n");
	t.equal(rig.log, ["> AT+A", "AT+A = 0"]);
	rig.engine.release();
	t.equal(sent(rig), ["AT+A", "AT+B"]);
	rig.close();
});

behaviour("without an answer in time, the command ends, and all others wait for the supervisor", async (t) => {
	const rig = started();
	const a = new Ask(rig, "AT+A");
	a.patience = 300;
	rig.engine.submit(a);
	rig.engine.submit(new Ask(rig, "AT+B"));
	await t.advance(299);
	t.equal(rig.log, ["> AT+A"]);
	await t.advance(10);
	t.equal(rig.log, ["> AT+A", `AT+A = ${TIMEOUT}`, `trouble ${TIMEOUT}`]);
	t.equal([rig.engine.counters.timeouts, rig.engine.idle], [1, true]);
	rig.close();
});

behaviour("an answer that comes after the deadline is never the next command's", async (t) => {
	const rig = started();
	const a = new Ask(rig, "AT+A", "ANSWER");
	a.patience = 100;
	rig.engine.submit(a);
	rig.engine.submit(new Ask(rig, "AT+B", "ANSWER"));
	await t.advance(200);
	rig.log.length = 0;
	rig.receive("+ANSWER:1\r\nOK\r\n+SOCKCL:1\r\n");
	t.equal(rig.log, ["SOCKCL 1"]);
	t.equal(rig.engine.counters.strayResults, 1);
	rig.engine.release();
	rig.receive("+ANSWER:2\r\nOK\r\n");
	t.equal(rig.log, ["SOCKCL 1", "> AT+B", "AT+B: 2", "AT+B = 0"]);
	rig.close();
});

behaviour("a deadline begins with its command, and ends with it", async (t) => {
	const rig = started();
	for (const name of ["AT+A", "AT+B", "AT+C"]) {
		const ask = new Ask(rig, name);
		ask.patience = 100;
		rig.engine.submit(ask);
	}
	await t.advance(90);
	rig.receive("OK\r\n");
	await t.advance(90);
	rig.receive("OK\r\n");
	await t.advance(90);
	rig.receive("OK\r\n");
	await t.advance(1000);
	t.equal(rig.engine.counters.timeouts, 0);
	rig.close();
});

behaviour("a long command has as much longer as the wire needs", async (t) => {
	const rig = new Rig({ dialect: "pico" }); // at 230400 baud, 128 bytes take 6 ms
	const ask = new Ask(rig, `AT+${"A".repeat(120)}`);
	ask.patience = 100;
	rig.engine.submit(ask);
	await t.advance(105);
	t.equal(rig.engine.counters.timeouts, 0);
	await t.advance(5);
	t.equal(rig.engine.counters.timeouts, 1);
	rig.close();
});

behaviour("the supervisor may recover at once, from inside its own call", async (t) => {
	const rig = started();
	const probe = new Ask(rig, "AT");
	rig.remedy = () => {
		rig.engine.endLine();
		rig.engine.recover(probe);
	};
	probe.over = () => rig.engine.release();
	const a = new Ask(rig, "AT+A");
	a.patience = 50;
	rig.engine.submit(a);
	rig.engine.submit(new Ask(rig, "AT+B"));
	await t.advance(100);
	rig.receive("OK\r\n");
	t.equal(rig.log, ["> AT+A", "AT+A = -1", "trouble -1", "> ", "> AT", "AT = 0", "> AT+B"]);
	rig.close();
});

behaviour("ending a line sends CR LF, also while the port has no room, and harms no command", (t) => {
	const rig = started();
	rig.port.tellRoom(0);
	rig.engine.endLine();
	rig.engine.recover(new Ask(rig, "AT"));
	t.equal(rig.port.written, "");
	rig.port.tellRoom(3);
	rig.port.tellRoom(100);
	t.equal(rig.port.written, "\r\nAT\r\n");
	rig.close();
});

behaviour("giving up ends the command in flight with a result, and drops what waits to be sent of it", (t) => {
	const rig = started();
	rig.port.tellRoom(5);
	rig.engine.submit(new Ask(rig, "AT+LONG"));
	rig.engine.hold();
	rig.receive("+SOCKC");
	rig.engine.abandon(RESET);
	t.equal(rig.log, ["AT+LONG = -2"]);
	t.equal([rig.port.written, rig.engine.idle, rig.engine.counters.unknownBytes], ["AT+LO", true, 6]);
	rig.port.tellRoom(100);
	t.equal(rig.port.written, "AT+LO");
	rig.engine.abandon(RESET);
	t.equal(rig.log.length, 1);
	rig.close();
});

behaviour("flushing ends all that wait, once; what they submit meanwhile stays", (t) => {
	for (const held of [true, false]) {
		const rig = started();
		rig.engine.hold();
		const [a, b] = owners(rig, "AT+A", "AT+B");
		rig.engine.submit(a);
		rig.engine.submit(b);
		rig.engine.submit(new Ask(rig, "AT+C"));
		if (!held) {
			// something is in flight while the others wait
			rig.engine.recover(new Ask(rig, "AT+X"));
			rig.engine.release();
		}
		rig.log.length = 0;
		rig.engine.flush(RESET);
		t.equal(rig.log, ["AT+A = -2", "AT+B = -2", "AT+C = -2"]);
		if (held) rig.engine.release();
		else rig.receive("OK\r\n");
		rig.receive("OK\r\nOK\r\n");
		t.equal(sent(rig), ["AT+A", "AT+B", "AT+A"]);
		rig.close();
	}
});

behaviour("a command that another line concludes is over, and no other is", (t) => {
	const rig = started();
	const a = new Ask(rig, "AT+A");
	const b = new Ask(rig, "AT+B");
	rig.engine.submit(a);
	rig.engine.submit(b);
	rig.engine.conclude(b, 7);
	t.equal(rig.log, ["> AT+A"]);
	rig.engine.conclude(a, 7);
	t.equal(rig.log, ["> AT+A", "AT+A = 7", "> AT+B"]);
	rig.engine.conclude(a, 7);
	t.equal(rig.log.length, 3);
	rig.close();
});

behaviour("closed, it ends everything once, sends nothing and hears nothing", async (t) => {
	const rig = started();
	rig.engine.submit(new Ask(rig, "AT+A"));
	rig.engine.submit(new Ask(rig, "AT+B"));
	const [again] = owners(rig, "AT+C");
	again.over = () => rig.engine.submit(again);
	rig.engine.submit(again);
	rig.engine.hold();
	rig.engine.recover(new Ask(rig, "AT+D"));
	rig.engine.close();
	rig.engine.close();
	t.equal(rig.log, ["> AT+A", "AT+A = -4", "AT+B = -4", "AT+C = -4", "AT+D = -4"]);
	rig.receive("OK\r\n+SOCKCL:1\r\n");
	rig.engine.submit(new Ask(rig, "AT+E"));
	rig.engine.release();
	await t.advance(10_000);
	t.equal(rig.log.length, 5);
	rig.close();
});

behaviour("programs are told at the end of a turn, whatever happens in it", (t) => {
	const rig = started();
	rig.names.of("BAD").handler = () => {
		throw new RangeError("a mistake of ours");
	};
	rig.receive("+SOCKCL:1\r\n");
	t.throws(() => rig.receive("+BAD:1\r\n"), RangeError);
	rig.receive("+SOCKCL:2\r\n");
	t.equal(rig.log, ["SOCKCL 1", "SOCKCL 2"]);
	rig.close();
});

behaviour("whatever is submitted, withdrawn, held and answered, each command is over once for every time", (t) => {
	const chance = new Chance(15);
	const rig = started();
	const submitted: number[] = [];
	const over: number[] = [];
	const asks = Array.from({ length: 6 }, (_, i) => {
		const ask = new Ask(rig, chance.below(4) ? `AT+${i}` : "");
		submitted[i] = over[i] = 0;
		ask.over = () => over[i]++;
		return ask;
	});
	for (let turn = 0; turn < 3000; turn++) {
		const i = chance.below(asks.length);
		const ask = asks[i];
		const what = chance.below(12);
		const submit = chance.of(["submit", "submitFirst", "recover"] as const);
		if (what < 5) {
			if (!ask.pending) submitted[i]++;
			rig.engine[submit](ask);
		} else if (what === 5) {
			const waits = ask.pending;
			if (rig.engine.withdraw(ask) && waits) over[i]++;
		} else if (what === 6) rig.engine.hold();
		else if (what === 7) rig.engine.release();
		else if (what === 8 && chance.below(5) === 0) rig.engine.flush(RESET);
		else rig.receive("OK\r\n");
		for (let n = 0; n < asks.length; n++)
			t.equal(submitted[n] - over[n], asks[n].pending ? 1 : 0, `turn ${turn}, ${n}`);
	}
	t.ok(rig.engine.counters.commands > 300);
	rig.close();
});
