/** What the engine does when no answer comes, when it is told to give up, and when it is closed. */
import { CLOSED, RESET, TIMEOUT } from "drivers/at/request";
import { behaviour } from "testing/behaviour";
import { Ask, Rig } from "tests/device/at-support";

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
	rig.engine.submit(new Ask(rig, "AT+C"));
	rig.engine.submitFirst(new Ask(rig, "AT+D"));
	t.equal(rig.log.length, 3, "held");
	rig.engine.release();
	t.equal(rig.log[3], "> AT+D");
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

behaviour("what nobody understands may have been the answer: it is waited for two seconds more, at most", async (t) => {
	for (const [text, time] of [
		["OOK\r\n", 2000],
		["+ANSWER:\r\n", 2000],
		["\x01\r\n", 2000],
		["+SOCKCL:OK\r\n", 2000],
		["ATOK\r\n", 2000],
		["+SOCKCL:1\r\n", 9000],
	] as const) {
		const rig = started();
		rig.vocabulary.on("ANSWER", () => rig.engine.fields.integer());
		const ask = new Ask(rig, "AT+A");
		ask.patience = 9000;
		rig.engine.submit(ask);
		rig.receive(text);
		await t.advance(time - 100);
		t.equal(rig.engine.counters.timeouts, 0, text);
		// more of it does not make it longer
		rig.receive(text);
		await t.advance(200);
		t.equal(rig.engine.counters.timeouts, 1, text);
		rig.close();
	}
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

behaviour("a command has its own time, whatever the one before it had", async (t) => {
	for (const before of [300, 900, 5000]) {
		const rig = started();
		const ask = (patience: number) => {
			const it = new Ask(rig, `AT+${patience}`);
			it.patience = patience;
			rig.engine.submit(it);
		};
		ask(before);
		rig.receive("OK\r\n");
		await t.advance(200);
		ask(1000);
		await t.advance(990);
		t.equal(rig.engine.counters.timeouts, 0, `after one of ${before} ms`);
		await t.advance(20);
		t.equal(rig.engine.counters.timeouts, 1, `after one of ${before} ms`);
		rig.engine.release();
		ask(before);
		rig.receive("OK\r\n");
		await t.advance(10_000);
		t.equal(rig.engine.counters.timeouts, 1, "at rest");
		rig.close();
	}
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
	rig.vocabulary.on("BAD", () => {
		throw new RangeError("a mistake of ours");
	});
	rig.receive("+SOCKCL:1\r\n");
	t.throws(() => rig.receive("+BAD:1\r\n"), RangeError);
	rig.receive("+SOCKCL:2\r\n");
	t.equal(rig.log, ["SOCKCL 1", "SOCKCL 2"]);
	rig.close();
});
