/** "embedded:io/serial" in the dialect of the platform that the launcher chose; methods are C, see `engine/serial.h`. */
class Serial {
	constructor(options: object) {
		hostNatives.serialOpen(this, options);
	}
}

function method(name: string, value: unknown): void {
	Object.defineProperty(Serial.prototype, name, { value, configurable: true, writable: true });
}

method("close", hostNatives.serialClose);
method("read", hostNatives.serialRead);
method("write", hostNatives.serialWrite);
Object.defineProperty(Serial.prototype, "format", {
	get: hostNatives.serialGetFormat,
	set: hostNatives.serialSetFormat,
	configurable: true,
});

// What each platform's class has beyond that: ESP32 and RP2040 nothing.
const dialect = hostNatives.serialDialect();
if (dialect === "standard") {
	method("flush", hostNatives.serialFlush);
	method("set", hostNatives.serialSet);
	method("get", () => ({}));
} else if (dialect === "lin" || dialect === "mac") {
	method("purge", () => {});
	method("set", hostNatives.serialSet);
}

export default Serial;
