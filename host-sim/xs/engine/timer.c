/* "timer", with the semantics that the SDK's timers have on microcontrollers (its modules/base/timer/mc), where they
   differ from what one would expect:
   - a pass marks what is due first, then calls in the order in which the timers were made, not of their deadlines;
   - a one-shot timer is gone once its callback has returned, even if the callback scheduled it again: only a repeat
     interval keeps it;
   - a timer that is due in this pass fires in it, even if an earlier callback of the pass moved its deadline;
   - schedule() of a timer that is gone throws, clear() of it does nothing. */
#include "host.h"

typedef struct Timer Timer;
struct Timer {
	Timer* next;
	double when;		/* ms */
	int repeat;
	int due, unscheduled;
	int uses;
	txSlot callback;	/* marked by the hook */
	txSlot self;		/* a root while the timer lives */
};

static Timer* gTimers = NULL;

static void drop(Timer* timer)
{
	Timer** link = &gTimers;
	while (*link && (*link != timer))
		link = &(*link)->next;
	if (!*link)
		return;
	timer->unscheduled = 1;
	timer->due = 0;
	if (--timer->uses <= 0) {
		*link = timer->next;
		free(timer);
	}
}

static void mark(txMachine* the, void* data, txMarkRoot markRoot)
{
	(*markRoot)(the, &((Timer*)data)->callback);
}

static txHostHooks gTimerHooks = { C_NULL, mark };

static txSlot* hostSlotOf(txSlot* slot)
{
	txSlot* host;
	if (slot->kind != XS_REFERENCE_KIND)
		return NULL;
	host = slot->value.reference->next;
	if (!host || !(host->flag & XS_INTERNAL_FLAG) || (host->kind != XS_HOST_KIND)
		|| (host->value.host.variant.hooks != &gTimerHooks))
		return NULL;
	return host;
}

/* The timer is gone: its object stays as an empty shell. */
static void forget(txMachine* the, Timer* timer)
{
	txSlot* host = hostSlotOf(&timer->self);
	host->value.host.data = NULL;
	fxForget(the, &timer->self);
}

static void create(txMachine* the, int interval, int repeat)
{
	Timer* timer;
	Timer** link = &gTimers;
	if ((mxArgc < 1) || (mxArgv(0)->kind != XS_REFERENCE_KIND))
		mxTypeError("callback: not an object");
	timer = calloc(1, sizeof(Timer));
	timer->when = hostMilliseconds() + interval;
	timer->repeat = repeat;
	timer->uses = 1;
	timer->callback.kind = XS_REFERENCE_KIND;
	timer->callback.value.reference = mxArgv(0)->value.reference;
	fxNewHostObject(the, C_NULL);
	fxSetHostHooks(the, the->stack, &gTimerHooks);
	fxSetHostData(the, the->stack, timer);
	mxPullSlot(mxResult);
	timer->self.kind = XS_REFERENCE_KIND;
	timer->self.value.reference = mxResult->value.reference;
	fxRemember(the, &timer->self);
	while (*link)
		link = &(*link)->next;
	*link = timer;
}

static void timerSet(txMachine* the)
{
	create(the, (mxArgc > 1) ? fxToInteger(the, mxArgv(1)) : 0, (mxArgc > 2) ? fxToInteger(the, mxArgv(2)) : 0);
}

static void timerRepeat(txMachine* the)
{
	int interval = (mxArgc > 1) ? fxToInteger(the, mxArgv(1)) : 0;
	create(the, interval, interval);
}

static void timerSchedule(txMachine* the)
{
	txSlot* host = (mxArgc > 0) ? hostSlotOf(mxArgv(0)) : NULL;
	Timer* timer = host ? host->value.host.data : NULL;
	if (!timer)
		mxTypeError("timer: invalid");
	if (mxArgc < 2) {
		timer->unscheduled = 1;
		timer->due = 0;
		timer->repeat = -1;
	}
	else {
		timer->when = hostMilliseconds() + fxToInteger(the, mxArgv(1));
		timer->repeat = (mxArgc > 2) ? fxToInteger(the, mxArgv(2)) : 0;
		timer->unscheduled = 0;
	}
}

static void timerClear(txMachine* the)
{
	txSlot* host = (mxArgc > 0) ? hostSlotOf(mxArgv(0)) : NULL;
	Timer* timer = host ? host->value.host.data : NULL;
	if (!timer)
		return;
	forget(the, timer);
	drop(timer);
}

/* Blocks the program, as on a device. In lockstep time stands still while the program runs: it goes on afterwards. */
static void timerDelay(txMachine* the)
{
	int ms = fxToInteger(the, mxArgv(0));
	if (gLive && (ms > 0))
		usleep((useconds_t)ms * 1000);
}

int timersExecute(txMachine* the)
{
	double now = hostMilliseconds();
	Timer* timer;
	int fired = 0;
	for (timer = gTimers; timer; timer = timer->next)
		if (!timer->unscheduled && !timer->due && (timer->when <= now))
			timer->due = 1;
	for (timer = gTimers; timer; ) {
		if (!timer->due) {
			timer = timer->next;
			continue;
		}
		timer->due = 0;
		timer->when += timer->repeat;
		timer->uses++;
		fired++;
		hostCall(the, &timer->callback, &mxGlobal, &timer->self, FIRMWARE);
		timer->uses--;
		if ((timer->uses > 0) && (timer->repeat == 0))
			forget(the, timer);
		if ((timer->uses <= 0) || (timer->repeat == 0)) {
			drop(timer);
			hostRunJobs(the, FIRMWARE);
			timer = gTimers;
			continue;
		}
		hostRunJobs(the, FIRMWARE);
		timer = gTimers;
	}
	return fired;
}

double timersDeadline(void)
{
	double next = -1;
	Timer* timer;
	for (timer = gTimers; timer; timer = timer->next)
		if (!timer->unscheduled && ((next < 0) || (timer->when < next)))
			next = timer->when;
	return next;
}

void timerInstall(txMachine* the)
{
	hostNative(the, "timerSet", timerSet, 3);
	hostNative(the, "timerRepeat", timerRepeat, 2);
	hostNative(the, "timerSchedule", timerSchedule, 3);
	hostNative(the, "timerClear", timerClear, 1);
	hostNative(the, "timerDelay", timerDelay, 1);
}
