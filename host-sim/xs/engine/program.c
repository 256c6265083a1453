/* Calling the program, counting what its callbacks allocate, and saying why it ended. */
#include "host.h"

/* ---- natives: functions of the host, on one object that the stand-in modules read ---- */

static txID gNativesID;

void hostNative(txMachine* the, const char* name, txCallback callback, int length)
{
	txID id = fxNewNameC(the, (txString)name);
	if (!gNativesID) {
		gNativesID = fxNewNameC(the, "hostNatives");
		mxPush(mxObjectPrototype);
		fxNewObjectInstance(the);
		mxPush(mxGlobal);
		fxSetID(the, gNativesID);
		mxPop();
	}
	fxNewHostFunction(the, callback, length, id, XS_NO_ID);
	mxPush(mxGlobal);
	fxGetID(the, gNativesID);
	fxSetID(the, id);
	mxPop();
}

/* ---- slots ---- */

void hostInteger(txSlot* slot, int value)
{
	slot->kind = XS_INTEGER_KIND;
	slot->value.integer = value;
}

void hostResultInteger(txMachine* the, int value)
{
	hostInteger(mxResult, value);
}

void hostResultNumber(txMachine* the, double value)
{
	mxResult->kind = XS_NUMBER_KIND;
	mxResult->value.number = value;
}

/* ---- calls ---- */

static int call(txMachine* the, txSlot* function, txSlot* self, txSlot* argument)
{
	volatile int thrown = 0;
	fxBeginHost(the);
	{
		mxTry(the) {
			mxPushSlot(self);
			mxPushSlot(function);
			mxCall();
			if (argument)
				mxPushSlot(argument);
			mxRunCount(argument ? 1 : 0);
			mxPop();
		}
		mxCatch(the) {
			thrown = 1;
		}
	}
	fxEndHost(the);
	return !thrown;
}

static double gSlotsMark, gChunksMark;

static void countFrom(txMachine* the)
{
	heapAllocated(the, &gSlotsMark, &gChunksMark);
}

static void countTo(txMachine* the)
{
	double slots, chunks;
	heapAllocated(the, &slots, &chunks);
	gCallbackSlots += slots - gSlotsMark;
	gCallbackChunks += chunks - gChunksMark;
}

/* As a callback of the SDK's drivers that catch nothing: an exception ends the machine. */
void hostCall(txMachine* the, txSlot* function, txSlot* self, txSlot* argument, Origin origin)
{
	countFrom(the);
	if (!call(the, function, self, argument))
		fxAbort(the, XS_UNHANDLED_EXCEPTION_EXIT);
	if (origin == FIRMWARE)
		countTo(the);
}

/* As a callback of the SDK's drivers that drop exceptions. False when there was one. */
int hostCallQuietly(txMachine* the, txSlot* function, txSlot* self, txSlot* argument)
{
	int done;
	countFrom(the);
	done = call(the, function, self, argument);
	countTo(the);
	return done;
}

void fxQueuePromiseJobs(txMachine* the)
{
	the->promiseJobs = 1;
}

/* Promise jobs belong to the callback that queued them, and run before the next one. */
void hostRunJobs(txMachine* the, Origin origin)
{
	if (!the->promiseJobs)
		return;
	countFrom(the);
	while (the->promiseJobs) {
		the->promiseJobs = 0;
		fxRunPromiseJobs(the);
	}
	fxEndJob(the);
	if (origin == FIRMWARE)
		countTo(the);
}

/* ---- the end ---- */

static void die(int status, const char* text)
{
	int32_t head = status;
	wireSend('x', &head, sizeof(head), text, (uint32_t)strlen(text));
	wireFlush();
	_exit(10 + (status & 31));
}

void hostDie(const char* reason)
{
	die(0, reason);
}

/* The exception as text, with its stack when it has one; nothing of this may throw again. */
static const char* describe(txMachine* the, char* buffer, size_t size)
{
	volatile int used = 0;
	buffer[0] = 0;
	fxBeginHost(the);
	{
		mxTry(the) {
			mxPush(mxException);
			used = snprintf(buffer, size, "%s", fxToString(the, the->stack));
			mxPop();
			if (mxException.kind == XS_REFERENCE_KIND) {
				mxPush(mxException);
				fxGetID(the, mxID(_stack));
				if ((the->stack->kind == XS_STRING_KIND) || (the->stack->kind == XS_STRING_X_KIND)) {
					/* the stack repeats the message in its first line */
					char* lines = strchr(the->stack->value.string, '\n');
					if (lines && (used >= 0) && ((size_t)used < size))
						snprintf(buffer + used, size - used, "%s", lines);
				}
				mxPop();
			}
		}
		mxCatch(the) {
		}
	}
	return buffer;
}

void fxAbort(txMachine* the, int status)
{
	static int aborting = 0;
	static char text[4096], exception[3072];
	const char* why = "the engine gave up";
	if (aborting)
		_exit(10 + (status & 31));
	aborting = 1;
	switch (status) {
	case HOST_STACK_OVERFLOW: why = "stack overflow"; break;
	case XS_NOT_ENOUGH_MEMORY_EXIT: why = "memory full"; break;
	case XS_NO_MORE_KEYS_EXIT: why = "not enough keys"; break;
	case XS_DEAD_STRIP_EXIT: why = "dead strip"; break;
	case XS_UNHANDLED_EXCEPTION_EXIT: why = "unhandled exception"; break;
	case XS_UNHANDLED_REJECTION_EXIT: why = "unhandled rejection"; break;
	}
	if ((status == XS_UNHANDLED_EXCEPTION_EXIT) || (status == XS_UNHANDLED_REJECTION_EXIT))
		snprintf(text, sizeof(text), "%s: %s", why, describe(the, exception, sizeof(exception)));
	else
		snprintf(text, sizeof(text), "%s (slots %ld of %ld, chunk bytes %ld of %ld)", why, (long)the->currentHeapCount,
			(long)the->maximumHeapCount, (long)the->currentChunksSize, (long)the->maximumChunksSize);
	die(status, text);
}
