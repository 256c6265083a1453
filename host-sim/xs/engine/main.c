/* Runs one program on one machine, driven through two pipes (3: in, 4: out) by the process that launched it.
   engine [options] specifier */
#include "host.h"
#include "serial.h"
#include <signal.h>
#include <sys/time.h>

static int gTurn = 0, gQuit = 0, gTurnLimit = 10;

/* From now on so many seconds of the processor's time, however busy the machine is with others; 0: no limit. */
static void limit(int seconds)
{
	struct itimerval timer = { { 0, 0 }, { seconds, 0 } };
	setitimer(ITIMER_PROF, &timer, NULL);
}

/* A program that does not return would hang its launcher, which waits for the turn to end. */
static void tooLong(int signal)
{
	if (gWireBusy) {	/* not in the middle of a frame: soon again */
		limit(1);
		return;
	}
	hostDie("the program did not return from a callback in time (an endless loop?)");
}

static void report(txMachine* the, int collect)
{
	HeapReport heap;
	if (collect)
		fxCollectGarbage(the);
	heapReport(the, &heap);
	heap.holes = collect ? heapHoles(the) : 0;
	wireSend('h', &heap, sizeof(heap), NULL, 0);
}

static void handle(txMachine* the, uint8_t type, const uint8_t* payload, uint32_t length)
{
	switch (type) {
	case 'B': serialArrived(payload[0], payload + 1, length - 1); break;
	case 'M': channelReceive(payload, length); break;
	case 'T': memcpy(&gTurnTime, payload, sizeof(gTurnTime)); break;
	case 'R': gTurn = 1; break;
	case 'H': report(the, payload[0]); break;
	case 'P': serialReport(payload[0]); break;
	case 'Q': gQuit = 1; break;
	}
}

static void lockstep(txMachine* the)
{
	while (!gQuit && wireReceive(the, -1, handle)) {
		if (gTurn) {
			double next;
			gTurn = 0;
			limit(gTurnLimit);
			loopTurn(the);
			limit(0);
			next = loopDeadline(the);
			wireSend('i', &next, sizeof(next), NULL, 0);
		}
		wireFlush();
	}
}

static void live(txMachine* the)
{
	int timeout = 0;
	while (!gQuit && wireReceive(the, timeout, handle)) {
		double next;
		int rest = loopTurn(the);
		wireFlush();
		next = loopDeadline(the);
		timeout = (next < 0) ? 60000 : (int)fmin(60000, fmax(0, ceil(next - hostNow())));
		if (!rest)
			timeout = 0;
	}
}

#if defined(mxMetering)
static txBoolean meterNever(txMachine* the, txU4 count) { return 1; }
#endif

int main(int argc, char* argv[])
{
	/* as large as a host can afford: a device's sizes come with options */
	txCreation creation = { 1024 * 1024, 256 * 1024, 65536, 8192, 4096, 4096, 1024, 1993, 127, 64 * 1024, 1993, 0 };
	const char* config = getenv("MC_CONFIG");	/* not a parameter: those of a process are seen by everybody, and it holds a password */
	txMachine* machine;
	int i, sizes = 0;
	for (i = 1; (i + 1 < argc) && (argv[i][0] == '-'); i += 2) {
		const char* value = argv[i + 1];
		if (!strcmp(argv[i], "--map")) {
			if (!modulesReadMap(value)) { fprintf(stderr, "%s: %s\n", value, strerror(errno)); return 2; }
		}
		else if (!strcmp(argv[i], "--port")) serialAddPort(value);
		else if (!strcmp(argv[i], "--live")) gLive = atoi(value);
		else if (!strcmp(argv[i], "--ticks")) gTicksStart = (uint32_t)strtoul(value, NULL, 10);
		else if (!strcmp(argv[i], "--epoch")) gEpoch = atof(value);
		else if (!strcmp(argv[i], "--seed")) gSeed = (uint32_t)strtoul(value, NULL, 10);
		else if (!strcmp(argv[i], "--slots")) creation.initialHeapCount = atoi(value);
		else if (!strcmp(argv[i], "--chunks")) creation.initialChunkSize = atoi(value);
		else if (!strcmp(argv[i], "--stack")) creation.stackCount = atoi(value);
		else if (!strcmp(argv[i], "--literals")) gLiteralsInHeap = !strcmp(value, "heap");
		else if (!strcmp(argv[i], "--limit")) gTurnLimit = atoi(value);
		else if (!strcmp(argv[i], "--sizes")) sizes = atoi(value);
		else if (!strcmp(argv[i], "--fixed")) {
			if (atoi(value)) creation.incrementalHeapCount = creation.incrementalChunkSize = 0;
		}
		else { fprintf(stderr, "unknown option %s\n", argv[i]); return 2; }
	}
	if (i + 1 == argc && !strcmp(argv[i], "--version")) {
		printf("XS %d.%d.%d, %zu-byte slots\n", XS_MAJOR_VERSION, XS_MINOR_VERSION, XS_PATCH_VERSION, sizeof(txSlot));
		return 0;
	}
	if ((i >= argc) && !sizes) { fprintf(stderr, "usage: engine [options] specifier\n"); return 2; }
	signal(SIGPROF, tooLong);
	signal(SIGPIPE, SIG_IGN);
	if (gLive)
		signal(SIGINT, SIG_IGN);	/* of a terminal, it goes to the launcher as well, which ends this process in good order */
	if (!sizes)
		wireOpen(3, 4);
	fxInitializeSharedCluster(C_NULL);
	machine = fxCreateMachine(&creation, "firmware", NULL, XS_NO_ID);
	if (!machine) hostDie("no memory for the machine");
#ifdef mxMetering
	machine->meterCallback = (void*)meterNever;
#endif
	if (!gLive)
		limit(gTurnLimit);
	{
		txMachine* the = fxBeginHost(machine);
		{
			mxTry(the) {
				if (sizes) {
					modulesPrintSizes(the);
					return 0;
				}
				heapInstall(the);
				timerInstall(the);
				timeInstall(the);
				serialInstall(the);
				channelInstall(the, config);
				builtInsFreeze(the);
				modulesRun(the, argv[i]);
			}
			mxCatch(the) {
				fxAbort(the, XS_UNHANDLED_EXCEPTION_EXIT);
			}
		}
		fxEndHost(the);
	}
	if (gLive)
		live(machine);
	else
		lockstep(machine);
	fxDeleteMachine(machine);
	fxTerminateSharedCluster(C_NULL);
	return 0;
}
