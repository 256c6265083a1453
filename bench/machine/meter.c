/* Counts the instructions that the firmware takes: from the call of a callback (of a serial port, a timer, a promise's
   jobs) to its return, without what the simulator does in it (its FIFOs, its pipes, its clock). With `-icount shift=0`
   an instruction takes a nanosecond, so that a timer of 25 MHz counts 40 of them a tick, exactly and always the same.
   The linker puts these functions in the way (`--wrap`). */
#include "host.h"
#include "serial.h"

#define TIMER ((volatile uint32_t*)0x40000000)	/* CMSDK timer 0: control, value, reload; counts down */
#define INSTRUCTIONS 40

static double gTotal = 0;
static uint32_t gSince = 0;
static int gRunning = 0, gAside = 0;

static uint32_t ticks(void) { return ~TIMER[1]; }

static void stop(void)
{
	gTotal += (uint32_t)(ticks() - gSince);
}

static void begin(void) { if (!gRunning++ && !gAside) gSince = ticks(); }
static void end(void) { if (!--gRunning && !gAside) stop(); }
static void asideBegin(void) { if (!gAside++ && gRunning) stop(); }
static void asideEnd(void) { if (!--gAside && gRunning) gSince = ticks(); }

extern void __real_hostCall(txMachine* the, txSlot* function, txSlot* self, txSlot* argument, Origin origin);
void __wrap_hostCall(txMachine* the, txSlot* function, txSlot* self, txSlot* argument, Origin origin)
{
	if (origin == FIRMWARE) begin();
	__real_hostCall(the, function, self, argument, origin);
	if (origin == FIRMWARE) end();
}

extern void __real_hostRunJobs(txMachine* the, Origin origin);
void __wrap_hostRunJobs(txMachine* the, Origin origin)
{
	if (!the->promiseJobs)
		return;
	if (origin == FIRMWARE) begin();
	__real_hostRunJobs(the, origin);
	if (origin == FIRMWARE) end();
}

extern uint32_t __real_portTake(Port* port, uint8_t* bytes, uint32_t count);
uint32_t __wrap_portTake(Port* port, uint8_t* bytes, uint32_t count)
{
	uint32_t result;
	asideBegin();
	result = __real_portTake(port, bytes, count);
	asideEnd();
	return result;
}

extern void __real_portGive(Port* port, const uint8_t* bytes, uint32_t count);
void __wrap_portGive(Port* port, const uint8_t* bytes, uint32_t count)
{
	asideBegin();
	__real_portGive(port, bytes, count);
	asideEnd();
}

extern uint32_t __real_portInFlight(Port* port);
uint32_t __wrap_portInFlight(Port* port)
{
	uint32_t result;
	asideBegin();
	result = __real_portInFlight(port);
	asideEnd();
	return result;
}

extern double __real_hostMilliseconds(void);
double __wrap_hostMilliseconds(void)
{
	double result;
	asideBegin();
	result = __real_hostMilliseconds();
	asideEnd();
	return result;
}

extern void __real_heapAllocated(txMachine* the, double* slots, double* chunks);
void __wrap_heapAllocated(txMachine* the, double* slots, double* chunks)
{
	asideBegin();
	__real_heapAllocated(the, slots, chunks);
	asideEnd();
}

/* hostNatives.instructions(): so far, in all; the running callback's own too. */
static void instructions(txMachine* the)
{
	asideBegin();
	hostResultNumber(the, gTotal * INSTRUCTIONS);
	asideEnd();
}

extern void __real_heapInstall(txMachine* the);
void __wrap_heapInstall(txMachine* the)
{
	TIMER[2] = 0xffffffff;
	TIMER[1] = 0xffffffff;
	TIMER[0] = 1;
	__real_heapInstall(the);
	hostNative(the, "instructions", instructions, 0);
}
