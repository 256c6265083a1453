/* Time and chance. In lockstep both are the launcher's, so every run is the same. */
#include "host.h"

int gLive = 0;
double gTurnTime = 0;
uint32_t gTicksStart = 0;
double gEpoch = 0;
uint32_t gSeed = 1;
static double gStart = -1;

static double monotonic(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1e3 + now.tv_nsec / 1e6;
}

double hostNow(void)
{
	if (!gLive)
		return gTurnTime;
	if (gStart < 0)
		gStart = monotonic();
	return monotonic() - gStart;
}

double hostMilliseconds(void)
{
	return floor(hostNow());
}

/* Date.now() */
int hostTimeOfDay(struct timeval* result, void* zone)
{
	double now = gEpoch + hostNow();
	result->tv_sec = (time_t)(now / 1000);
	result->tv_usec = (suseconds_t)((now - result->tv_sec * 1000.0) * 1000);
	return 0;
}

/* Math.random(): mulberry32, the same sequence as the stand-in on Node */
uint32_t hostRandom(void)
{
	uint32_t value = gSeed += 0x6D2B79F5;
	value = (value ^ (value >> 15)) * (value | 1);
	value ^= value + (value ^ (value >> 7)) * (value | 61);
	return (value ^ (value >> 14)) >> 1;
}

/* A 32-bit counter of milliseconds, read as a signed integer: it wraps after 24.8 days. */
static void timeTicks(txMachine* the)
{
	hostResultInteger(the, (int)(gTicksStart + (uint32_t)(uint64_t)hostMilliseconds()));
}

static void timeMicroseconds(txMachine* the)
{
	hostResultNumber(the, floor(hostNow() * 1000));
}

static void timeDelta(txMachine* the)
{
	uint32_t start = fxToUnsigned(the, mxArgv(0));
	uint32_t end = (mxArgc > 1) ? fxToUnsigned(the, mxArgv(1)) : gTicksStart + (uint32_t)(uint64_t)hostMilliseconds();
	hostResultInteger(the, (int)(end - start));
}

static void timeSet(txMachine* the)
{
	gEpoch = fxToUnsigned(the, mxArgv(0)) * 1000.0 - hostNow();
}

void timeInstall(txMachine* the)
{
	hostNative(the, "timeTicks", timeTicks, 0);
	hostNative(the, "timeMicroseconds", timeMicroseconds, 0);
	hostNative(the, "timeDelta", timeDelta, 2);
	hostNative(the, "timeSet", timeSet, 1);
}
