/** "timer" as the SDK has it; see `engine/timer.c` for what is peculiar to it. */
// biome-ignore lint/complexity/noStaticOnlyClass: the SDK's shape
class Timer {
	static set = hostNatives.timerSet;
	static repeat = hostNatives.timerRepeat;
	static schedule = hostNatives.timerSchedule;
	static clear = hostNatives.timerClear;
	static delay = hostNatives.timerDelay;
}

export default Timer;
