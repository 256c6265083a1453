/* What XS needs to know about the platform it runs on: here, any POSIX system with a C compiler.
   Used through -DINCLUDE_XSPLATFORM -DXSPLATFORM="platform.h". Time and chance belong to the host, so that a run in
   lockstep is the same every time. */
#ifndef __ENGINE_PLATFORM__
#define __ENGINE_PLATFORM__
#ifdef __linux__
	#undef mxLinux
	#define mxLinux 1
#endif
#include <ctype.h>
#include <errno.h>
#include <float.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <time.h>
#include <arpa/inet.h>
#include <pthread.h>
#include <unistd.h>

extern int hostTimeOfDay(struct timeval* result, void* zone);
extern uint32_t hostRandom(void);
#define c_timeval struct timeval
#define c_gettimeofday hostTimeOfDay
#define c_rand hostRandom
#define C_RAND_MAX 0x7fffffff

#define mxUseGCCAtomics 1
#define mxUsePOSIXThreads 1
#define mxUseDefaultMachinePlatform 1
#define mxUseDefaultBuildKeys 1
#define mxUseDefaultChunkAllocation 1
#define mxUseDefaultSlotAllocation 1
#define mxUseDefaultParseScript 1
#define mxUseDefaultSharedChunks 1
#define mxUseDefaultDebug 1
/* fxAbort, fxFindModule, fxLoadModule and fxQueuePromiseJobs are the host's */
#define mxMachinePlatform \
	int promiseJobs; \
	void* timerJobs; \
	void* waiterCondition; \
	void* waiterData; \
	void* waiterLink;
#endif
