/** "embedded:io/serial" in the dialect of the platform that the launcher chose (the twin of the engine's `serial.c`). */
import { theBoard, toInteger } from "./board";
import type { DialectDriver } from "./dialects";
import { isReference } from "./io";
import { portByDevice, portById, thePorts } from "./ports";
import { type Callback, freePins, type SerialOptions, SerialState, usePins } from "./state";

const states = new WeakMap<object, SerialState>();

function stateOf(serial: object): SerialState {
	const state = states.get(serial);
	if (!state) throw new TypeError("this: no open serial port");
	return state;
}

function callbackOf(value: unknown): Callback {
	if (value === undefined || value === null) return undefined;
	if (typeof value !== "function") throw new Error("not a function");
	return value as Callback;
}

function formatFor({ formats }: DialectDriver, value: unknown): string {
	const format = String(value);
	if (!formats.includes(format)) throw new RangeError("invalid format");
	return format;
}

/** Ports may speak different dialects: the options say which is meant, `device` on the desktop, else `port`. */
function driverFor(options: SerialOptions): DialectDriver {
	const byDevice = "device" in options ? portByDevice(String(options.device)) : undefined;
	const byNumber = "port" in options ? portById(toInteger(options.port)) : undefined;
	const port = byDevice ?? byNumber ?? thePorts()[0];
	if (!port) throw new Error("no serial port on this board");
	return port.driver;
}

class Serial {
	target?: unknown;

	constructor(options: SerialOptions) {
		if (!isReference(options)) throw new TypeError("options: not an object");
		const driver = driverFor(options);
		const state = new SerialState(this);
		driver.open(state, options);
		state.onReadable = callbackOf(options.onReadable);
		state.onWritable = callbackOf(options.onWritable);
		if ("format" in options && options.format !== undefined) state.format = formatFor(driver, options.format);
		if ("target" in options) this.target = options.target;
		if (state.port.taken) throw new RangeError("port in use");
		states.set(this, state);
		usePins(state.transmit, state.receive);
		state.port.open(state);
		driver.opened(state);
		theBoard().changed?.();
	}

	close(): void {
		const state = states.get(this);
		if (!state) return;
		const { port } = state;
		states.delete(this);
		freePins(state.transmit, state.receive);
		if (port.driver.closed) port.driver.closed(state);
		else port.taken = false;
		port.close();
	}

	read(...parameters: unknown[]): unknown {
		const state = stateOf(this);
		const result = state.port.driver.read(state, parameters);
		theBoard().changed?.();
		return result;
	}

	write(...parameters: unknown[]): void {
		const state = stateOf(this);
		state.port.driver.write(state, parameters);
		theBoard().changed?.();
	}

	get format(): string {
		return stateOf(this).format;
	}

	set format(value: string) {
		const state = stateOf(this);
		state.format = formatFor(state.port.driver, value);
	}
}

function extend(name: string, value: (this: Serial, ...parameters: unknown[]) => unknown): void {
	Object.defineProperty(Serial.prototype, name, { value, configurable: true, writable: true });
}

function set(this: Serial, options: unknown): void {
	stateOf(this);
	if (!isReference(options)) throw new TypeError("options: not an object");
}

/** Gives the class what it has beyond the minimum in a dialect: ESP32 and RP2040 nothing. */
export function extendFor(dialect: string | undefined): void {
	if (dialect === "standard") {
		extend("flush", function (...[input = true]) {
			const { port } = stateOf(this);
			if (input) port.flushInput();
		});
		extend("set", set);
		extend("get", () => ({}));
	} else if (dialect === "lin" || dialect === "mac") {
		extend("purge", () => {});
		extend("set", set);
	}
}

export default Serial;
