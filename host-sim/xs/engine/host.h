/* The host around the engine: one machine per process, its clock, its wire to the program that launched it. */
#ifndef __HOST__
#define __HOST__
#include "xsAll.h"

#if XS_MAJOR_VERSION >= 16
	#define HOST_STACK_OVERFLOW XS_JAVASCRIPT_STACK_OVERFLOW_EXIT
#else
	#define HOST_STACK_OVERFLOW XS_STACK_OVERFLOW_EXIT
#endif

/* ---- clock.c: time as the program has it ---- */
extern int gLive;				/* wall time instead of the launcher's */
extern double gTurnTime;		/* lockstep: now, in ms since the launch */
extern uint32_t gTicksStart;	/* what Time.ticks reads at the launch */
extern double gEpoch;			/* Date.now() at the launch, ms */
extern uint32_t gSeed;
double hostNow(void);			/* ms since the launch, with fractions */
double hostMilliseconds(void);	/* the same in whole ms, as the millisecond counter of a device has it */
void timeInstall(txMachine* the);

/* ---- memory.c: what the heap costs ---- */
typedef struct {
	double slots, chunks;				/* live now */
	double peakSlots, peakChunks;
	double maximumSlots, maximumChunks;	/* room without growing */
	double collections;
	double allocatedSlots, allocatedChunks;	/* since the start, exact across collections */
	double callbackSlots, callbackChunks;	/* of those, in callbacks of timers and serial ports */
	double stackPeak;
	double holes;	/* arrays that have some; counted right after a collection, else 0 */
} HeapReport;
void heapInstall(txMachine* the);
void heapAllocated(txMachine* the, double* slots, double* chunks);
void heapReport(txMachine* the, HeapReport* report);
double heapHoles(txMachine* the);
extern double gCallbackSlots, gCallbackChunks;

/* ---- modules.c: specifiers, files, code ---- */
extern int gLiteralsInHeap;
int modulesReadMap(const char* path);
void modulesRun(txMachine* the, const char* specifier);
void modulesPrintSizes(txMachine* the);

/* ---- freeze.c ---- */
void builtInsFreeze(txMachine* the);

/* ---- program.c: calling the program, and its end ---- */
typedef enum { HARNESS, FIRMWARE } Origin;	/* whose allocations these are */
void hostNative(txMachine* the, const char* name, txCallback callback, int length);	/* adds to the natives */
void hostCall(txMachine* the, txSlot* function, txSlot* self, txSlot* argument, Origin origin);
int hostCallQuietly(txMachine* the, txSlot* function, txSlot* self, txSlot* argument);
void hostRunJobs(txMachine* the, Origin origin);
void hostDie(const char* reason);
void hostInteger(txSlot* slot, int value);
void hostResultInteger(txMachine* the, int value);
void hostResultNumber(txMachine* the, double value);

/* ---- loop.c ---- */
int loopTurn(txMachine* the);		/* runs what is due; true when nothing is left */
double loopDeadline(txMachine* the);	/* when something will be due, or -1 */

/* ---- timer.c ---- */
void timerInstall(txMachine* the);
int timersExecute(txMachine* the);	/* one pass over the timers that are due; how many ran */
double timersDeadline(void);		/* or -1 */

/* ---- channel.c: messages to and from the launcher ---- */
void channelInstall(txMachine* the, const char* config);
void channelReceive(const uint8_t* text, uint32_t length);
int channelDeliver(txMachine* the);	/* one message; false when there was none */

/* ---- wire.c: frames on the two pipes ---- */
void wireOpen(int in, int out);
void wireSend(uint8_t type, const void* head, uint32_t headLength, const void* body, uint32_t bodyLength);
void wireFlush(void);
extern volatile int gWireBusy;	/* a frame is being gathered or written */
typedef void (*WireHandler)(txMachine* the, uint8_t type, const uint8_t* payload, uint32_t length);
int wireReceive(txMachine* the, int timeout, WireHandler handler);	/* 0 when the launcher has gone */
#endif
