/** Data that the module asks for with a `#` (reference 7.8.2): sent when it asks, and only to the command it asks for. */
import { TORN } from "drivers/at/request";
import { behaviour } from "testing/behaviour";
import { Ask, everyCut, Rig } from "tests/device/at-support";

const DATA = "DATA\r\n"; // as the log of the port shows lines

/** A command that has data to send. */
class Give extends Ask {
	constructor(rig: Rig) {
		super(rig, "AT+SOCKWR=1,6");
		this.awaitsPrompt = true;
	}

	override prompt(): void {
		for (let i = 0; i < DATA.length; i++) this.rig.arena.bytes[this.rig.place + i] = DATA.charCodeAt(i);
		this.rig.uart.send(this.rig.place, DATA.length);
	}
}

const giving = () => {
	const rig = new Rig().watch("SOCKRXT");
	rig.engine.submit(new Give(rig));
	rig.engine.submit(new Ask(rig, "AT+B"));
	return rig;
};

const given = ["> DATA", "AT+SOCKWR=1,6 = 0", "> AT+B"];

behaviour("the data go out at the prompt, and its OK is the result", (t) => {
	for (const prompt of ["#", "\r\n#", "+SOCKRXT:1,2\r\n\r\n#"]) {
		const event = prompt.includes("+") ? ["SOCKRXT 1,2"] : [];
		everyCut(t, giving, `${prompt}\r\nOK\r\n`, [...event, ...given]);
		everyCut(t, giving, `${prompt}OK\r\n`, [...event, ...given]);
	}
});

behaviour("an error instead of the prompt, or after it, is the result", (t) => {
	everyCut(t, giving, "ERROR:4\r\n", ["AT+SOCKWR=1,6 = 4", "> AT+B"]);
	everyCut(t, giving, "#ERROR:17\r\n", ["> DATA", "AT+SOCKWR=1,6 = 17", "> AT+B"]);
});

behaviour("a second prompt sends nothing again, and one in a line is none", (t) => {
	everyCut(t, giving, "#\r\n#\r\nOK\r\n", given);
	everyCut(t, giving, "x#\r\n #\r\nOK\r\n", [...given]);
});

behaviour("without a request for data, a prompt is text", (t) => {
	const setUp = () => {
		const rig = new Rig();
		rig.engine.submit(new Ask(rig, "AT"));
		return rig;
	};
	everyCut(t, setUp, "#\r\nOK\r\n", ["AT = 0"]);
});

behaviour("success before the data were asked for is some other command's, and trouble", (t) => {
	everyCut(t, giving, "OK\r\n#", ["AT+SOCKWR=1,6 = -3", "trouble -3"]);
	const rig = giving();
	rig.receive("OK\r\n");
	t.equal([rig.engine.counters.strayResults, rig.engine.idle], [1, true]);
	rig.close();
});

behaviour("data given up half sent are not sent on", (t) => {
	const rig = giving();
	rig.port.tellRoom(3);
	rig.receive("#");
	t.equal(rig.port.written, "AT+SOCKWR=1,6\r\nDAT");
	rig.engine.hold();
	rig.engine.abandon(TORN);
	rig.port.tellRoom(100);
	t.equal(rig.port.written, "AT+SOCKWR=1,6\r\nDAT");
	rig.close();
});

behaviour("what comes before a command, or its data, have left is not its prompt or result", (t) => {
	const rig = new Rig();
	rig.port.tellRoom(4);
	rig.engine.submit(new Give(rig));
	rig.receive("OK\r\n#\r\nERROR:5\r\n");
	t.equal([rig.log, rig.engine.counters.strayResults], [[], 2]);
	rig.port.tellRoom(100);
	t.equal(rig.log, ["> AT+SOCKWR=1,6"]);
	rig.port.tellRoom(2);
	rig.receive("#");
	rig.receive("OK\r\n");
	t.equal([rig.log.length, rig.engine.counters.strayResults], [1, 3]);
	rig.port.tellRoom(100);
	rig.receive("OK\r\n");
	t.equal(rig.log, ["> AT+SOCKWR=1,6", "> DATA", "AT+SOCKWR=1,6 = 0"]);
	rig.close();
});

behaviour(
	"a prompt that nothing asked for is a sign that the module takes what comes for data: it gets as much of it",
	async (t) => {
		const rig = new Rig();
		const give = new Give(rig);
		give.dataLength = 300;
		rig.engine.submit(give);
		rig.receive("ERROR\r\n"); // not the module's: its prompt is still to come
		const next = new Ask(rig, "AT+C");
		next.patience = 5000;
		rig.engine.submit(next);
		rig.receive("#");
		await t.advance(1900);
		t.equal(rig.log, ["> AT+SOCKWR=1,6", "AT+SOCKWR=1,6 = 1", "> AT+C"]);
		await t.advance(200);
		t.equal(rig.log.slice(3), ["AT+C = -1", "trouble -1"]);
		const { length } = rig.port.written;
		rig.engine.endLine();
		t.equal([rig.port.written.slice(length), rig.engine.owes], ["\r\n".repeat(150), false]);
		rig.close();
	},
);

behaviour("data that were never asked for are made up for to the last byte", async (t) => {
	const rig = new Rig();
	const give = new Give(rig);
	give.dataLength = 400;
	rig.engine.submit(give);
	await t.advance(2100);
	t.equal(rig.log, ["> AT+SOCKWR=1,6", "AT+SOCKWR=1,6 = -1", "trouble -1"]);
	const { length } = rig.port.written;
	t.equal([rig.engine.endLine(), rig.engine.owes], [384, true]);
	t.equal([rig.engine.endLine(), rig.engine.owes], [16, false]);
	t.equal(rig.port.written.slice(length), "\r\n".repeat(200));
	rig.close();
});
