/**
 * Does at random what a program can do with timers and a serial port, and writes a log of all that happens: with the same
 * seed every engine must write the same.
 */
import type Serial from "embedded:io/serial";
import { onMessage, post } from "host/channel";
import { dialect, open, write } from "tests/device/host-serial-ports";
import Time from "time";
import Timer from "timer";

type Handle = ReturnType<typeof Timer.set>;

const log: string[] = [];
const timers: Handle[] = [];
let serial: Serial | undefined;
let names = 0;

const say = (text: string) => log.push(`${Time.microseconds} ${text}`);
const below = (limit: number) => Math.floor(Math.random() * limit);

function attempt(what: string, work: () => unknown): void {
	try {
		say(`${what} → ${work()}`);
	} catch (error) {
		say(`${what} throws ${(error as Error).name}`);
	}
}

const some = (size: number) => Array.from({ length: size }, () => below(256));

function read(): unknown {
	if (!serial) return "closed";
	const form = below(4);
	if (form === 0) return show(serial.read());
	if (form === 1) return show(serial.read(1 + below(4)));
	const buffer = new Uint8Array(1 + below(40));
	const result: unknown = serial.read(buffer);
	return `${result === buffer ? "same" : show(result)} ${show(buffer)}`;
}

function show(value: unknown): string {
	if (value instanceof ArrayBuffer) return `[${new Uint8Array(value).join()}]`;
	if (value instanceof Uint8Array) return `<${value.join()}>`;
	return String(value);
}

function start(): void {
	const name = ++names;
	const hasReadable = below(5) > 0;
	const hasWritable = below(3) > 0;
	serial = open({
		baud: 1200 << below(8),
		...(hasReadable && {
			onReadable(count: number) {
				say(`readable ${name} ${count}`);
				act();
			},
		}),
		...(hasWritable && {
			onWritable(count: number) {
				say(`writable ${name} ${count}`);
				if (below(4) === 0) act();
			},
		}),
	});
}

function timer(): Handle {
	const name = ++names;
	return Timer.set(
		() => {
			say(`timer ${name}`);
			if (below(3) === 0) Promise.resolve().then(() => say(`job of ${name}`));
			act();
		},
		below(50),
		below(3) === 0 ? 1 + below(60) : 0,
	);
}

const acts: (() => void)[] = [
	() => attempt("read", read),
	() => attempt("read", read),
	() => attempt("write", () => (serial ? write(serial, some(below(200))) : "closed")),
	() => attempt("write", () => (serial ? write(serial, some(below(20))) : "closed")),
	() => attempt("set", () => timers.push(timer())),
	() => attempt("schedule", () => Timer.schedule(timers[below(timers.length)], below(40), below(2) * below(30))),
	() => attempt("stop", () => Timer.schedule(timers[below(timers.length)])),
	() => attempt("clear", () => Timer.clear(timers[below(timers.length)])),
	() => {
		if (below(10) > 0) return;
		attempt("close", () => serial?.close());
		serial = undefined;
		attempt("open", start);
	},
];

function act(): void {
	for (let i = below(4); i > 0; i--) acts[below(acts.length)]();
}

attempt("open", start);
Timer.repeat(act, 7);
say(dialect);
onMessage(() => post(JSON.stringify(log)));
