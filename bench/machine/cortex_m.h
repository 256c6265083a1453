/* What XS needs to know about a bare Cortex-M: newlib, semihosting, no operating system. In place of the simulator's
   platform.h; time and chance belong to the host here as there. */
#ifndef __CORTEX_M__
#define __CORTEX_M__
#include <ctype.h>
#include <errno.h>
#include <float.h>
#include <limits.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

extern int hostTimeOfDay(struct timeval* result, void* zone);
extern uint32_t hostRandom(void);
#define c_timeval struct timeval
#define c_gettimeofday hostTimeOfDay
#define c_rand hostRandom
#define C_RAND_MAX 0x7fffffff
#define C_PATH_MAX 1024
/* asked for in live runs only, and there are none here */
#ifndef CLOCK_MONOTONIC
#define CLOCK_MONOTONIC 4
#endif
extern int clock_gettime(clockid_t clock, struct timespec* result);
#define ntohl(x) __builtin_bswap32(x)
#define htonl(x) __builtin_bswap32(x)
#define ntohs(x) __builtin_bswap16(x)
#define htons(x) __builtin_bswap16(x)

#define mxUseDefaultMachinePlatform 1
#define mxUseDefaultBuildKeys 1
#define mxUseDefaultChunkAllocation 1
#define mxUseDefaultSlotAllocation 1
#define mxUseDefaultParseScript 1
#define mxUseDefaultSharedChunks 1
#define mxUseDefaultDebug 1
#define mxMachinePlatform \
	int promiseJobs; \
	void* timerJobs; \
	void* waiterCondition; \
	void* waiterData; \
	void* waiterLink;
#endif
