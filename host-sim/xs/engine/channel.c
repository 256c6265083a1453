/* "host/channel": messages between the program and its launcher, trace(), what mc/config holds, and the heap as the
   program itself can see it. Nothing of it exists on a device. */
#include "host.h"

typedef struct Message Message;
struct Message {
	Message* next;
	char text[1];
};

static Message* gMessages = NULL;
static txSlot gReceiver;
static const char* gConfig = "{}";

static void channelPost(txMachine* the)
{
	txString text = fxToString(the, mxArgv(0));
	wireSend('m', NULL, 0, text, (uint32_t)strlen(text));
}

static void channelOnMessage(txMachine* the)
{
	fxForget(the, &gReceiver);
	gReceiver.kind = mxArgv(0)->kind;
	gReceiver.value = mxArgv(0)->value;
	fxRemember(the, &gReceiver);
}

void channelReceive(const uint8_t* text, uint32_t length)
{
	Message** link = &gMessages;
	Message* message = malloc(sizeof(Message) + length);
	message->next = NULL;
	memcpy(message->text, text, length);
	message->text[length] = 0;
	while (*link)
		link = &(*link)->next;
	*link = message;
}

/* One message to the program; false when there was none. Messages wait for a receiver. */
int channelDeliver(txMachine* the)
{
	Message* message = gMessages;
	if (!message || (gReceiver.kind != XS_REFERENCE_KIND))
		return 0;
	gMessages = message->next;
	mxPushStringC(message->text);
	free(message);
	hostCall(the, &gReceiver, &mxGlobal, the->stack, HARNESS);
	mxPop();
	hostRunJobs(the, HARNESS);
	return 1;
}

/* trace(a, b, …): the texts one after the other, without spaces or line end of its own */
static void channelTrace(txMachine* the)
{
	static char line[8192];
	size_t used = 0;
	int i;
	for (i = 0; i < mxArgc; i++) {
		txString text = fxToString(the, mxArgv(i));
		size_t length = strlen(text);
		if (length > sizeof(line) - used)
			length = sizeof(line) - used;
		memcpy(line + used, text, length);
		used += length;
	}
	wireSend('t', NULL, 0, line, (uint32_t)used);
}

static void channelConfig(txMachine* the)
{
	fxStringX(the, mxResult, (txString)gConfig);
}

/* allocated(Float64Array): what was allocated since the start, in all and in callbacks; allocates nothing itself */
static void channelAllocated(txMachine* the)
{
	double values[4];
	txSlot* array = ((mxArgc > 0) && (mxArgv(0)->kind == XS_REFERENCE_KIND)) ? mxArgv(0)->value.reference->next : NULL;
	txSlot* view;
	txByte* data;
	if (!array || (array->kind != XS_TYPED_ARRAY_KIND) || (array->value.typedArray.dispatch->size != sizeof(double)))
		mxTypeError("no Float64Array");
	view = array->next;
	if (view->value.dataView.size < (txInteger)sizeof(values))
		mxRangeError("no room for four numbers");
	data = view->next->value.reference->next->value.arrayBuffer.address + view->value.dataView.offset;
	heapAllocated(the, &values[0], &values[1]);
	values[2] = gCallbackSlots;
	values[3] = gCallbackChunks;
	memcpy(data, values, sizeof(values));
}

static void channelCollect(txMachine* the)
{
	fxCollectGarbage(the);
}

/* setPin(pin, level) */
static void channelSetPin(txMachine* the)
{
	uint8_t frame[2];
	frame[0] = (uint8_t)fxToInteger(the, mxArgv(0));
	frame[1] = (uint8_t)fxToInteger(the, mxArgv(1));
	wireSend('d', frame, sizeof(frame), NULL, 0);
}

/* watch(milliseconds): the launcher starts the program anew, unless it is called again before */
static void channelWatch(txMachine* the)
{
	double milliseconds = fxToNumber(the, mxArgv(0));
	wireSend('w', &milliseconds, sizeof(milliseconds), NULL, 0);
}

void channelInstall(txMachine* the, const char* config)
{
	txID id = fxNewNameC(the, "trace");
	if (config)
		gConfig = config;
	fxNewHostFunction(the, channelTrace, 1, id, XS_NO_ID);
	mxPush(mxGlobal);
	fxSetID(the, id);
	mxPop();
	hostNative(the, "post", channelPost, 1);
	hostNative(the, "onMessage", channelOnMessage, 1);
	hostNative(the, "setPin", channelSetPin, 2);
	hostNative(the, "watch", channelWatch, 1);
	hostNative(the, "config", channelConfig, 0);
	hostNative(the, "allocated", channelAllocated, 1);
	hostNative(the, "collect", channelCollect, 0);
}
