/** The engine's queue: one command in flight, and whose turn it is. */
import { CLOSED, RESET, TOO_LONG } from "drivers/at/request";
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
	rig.engine.submit(new Ask(rig, "AT+A"));
	rig.engine.submit(new Ask(rig, ""));
	rig.engine.submit(new Ask(rig, `AT+${"L".repeat(200)}`)); // too long
	rig.engine.submit(new Ask(rig, ""));
	rig.engine.submit(new Ask(rig, "AT+B"));
	rig.receive("OK\r\n");
	t.equal(sent(rig), ["AT+A", "AT+B"]);
	t.equal(
		rig.log.filter((it) => it.includes("=")).map((it) => it.slice(it.indexOf("="))),
		["= 0", "= 0", `= ${TOO_LONG}`, "= 0"],
	);
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
