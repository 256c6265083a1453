/** "time": `ticks` is a 32-bit counter of milliseconds that wraps, read as a signed integer. */
// biome-ignore lint/complexity/noStaticOnlyClass: the SDK's shape
class Time {
	static timezone = 0;
	static dst = 0;
	static set = hostNatives.timeSet;
	static delta = hostNatives.timeDelta;
}

Object.defineProperty(Time, "ticks", { get: hostNatives.timeTicks });
Object.defineProperty(Time, "microseconds", { get: hostNatives.timeMicroseconds });

export default Time;
