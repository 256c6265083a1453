/*
	A port's life: its options and pins, and its messages. One message is under way to the program at a time, however much
	comes; nothing is allocated once a port is open.
*/
#include "port.h"
#include "mc.xs.h"			// for xsID_*

void xs_serialport_destructor(void *data);
static void mark(xsMachine *the, void *data, xsMarkRoot markRoot);
static void deliver(void *the, void *refcon, uint8_t *message, uint16_t messageLength);

static const xsHostHooks ICACHE_RODATA_ATTR hooks = { xs_serialport_destructor, mark, NULL };

/*
	Messages: posted by the line when something moves, delivered by the main loop.
*/

static bool isReadableDue(Port port)
{
	return port->onReadable && (lineReceived(&port->line) != port->readableTold);
}

// Not for every byte that has left: when half of the room is free that the program does not know of, or all of it.
static bool isWritableDue(Port port)
{
	uint32_t room = lineRoom(&port->line);
	uint32_t capacity = lineCapacity(&port->line);
	uint32_t told = port->writableTold;
	if (!port->onWritable || (room <= told))
		return false;
	return (room == capacity) || (room - told >= capacity / 2);
}

static bool moved(Line *line)
{
	Port port = (Port)line;
	__sync_synchronize();		// what moved, before whether a message is under way: `deliver` has it the other way round
	if (port->isPosted || !(isReadableDue(port) || isWritableDue(port)))
		return true;
	port->isPosted = true;		// before it can be delivered
	if (!postMessage(port->the, deliver, port))
		return true;
	port->isPosted = false;		// the queue of messages is full
	return false;
}

static void releaseIfUnused(Port port)
{
	if (port->isClosed && !port->isPosted && !port->isDelivering)
		c_free(port);
}

static void deliver(void *theIn, void *refcon, uint8_t *message, uint16_t messageLength)
{
	xsMachine *the = theIn;
	Port port = refcon;

	port->isPosted = false;		// what comes from now on needs another message
	__sync_synchronize();
	if (!port->isClosed) {
		port->isDelivering = true;
		xsBeginHost(the);
		if (isReadableDue(port)) {
			port->readableTold = lineReceived(&port->line);
			uint32_t count = lineWaiting(&port->line);
			if (count) {
				xsmcSetInteger(xsResult, count);
				xsCallFunction1(xsReference(port->onReadable), port->object, xsResult);
			}
		}
		if (!port->isClosed && isWritableDue(port)) {
			port->writableTold = lineRoom(&port->line);
			xsmcSetInteger(xsResult, port->writableTold);
			xsCallFunction1(xsReference(port->onWritable), port->object, xsResult);
		}
		xsEndHost(the);
		port->isDelivering = false;
	}
	releaseIfUnused(port);
}

static void mark(xsMachine *the, void *data, xsMarkRoot markRoot)
{
	Port port = data;
	if (!port)
		return;
	if (port->onReadable)
		(*markRoot)(the, port->onReadable);
	if (port->onWritable)
		(*markRoot)(the, port->onWritable);
}

/*
	Opening and closing.
*/

bool portHasOption(xsMachine *the, xsIdentifier id)
{
	xsmcGet(xsVar(0), xsArg(0), id);
	return xsmcTypeOf(xsVar(0)) != xsUndefinedType;
}

// The pin that an option names, if it does.
static int pinOption(xsMachine *the, xsIdentifier id)
{
	if (!portHasOption(the, id))
		return NO_PIN;
	uint32_t pin = builtinGetPin(the, &xsVar(0));
	if (!builtinIsPinFree(pin))
		xsUnknownError("pin in use");
	return pin;
}

static void takePins(const LineOptions *options)
{
	const int pins[] = { options->transmit, options->receive, options->clearToSend, options->requestToSend };
	for (int i = 0; i < 4; i++) {
		if (pins[i] != NO_PIN)
			builtinUsePin(pins[i]);
	}
}

static void freePins(const LineOptions *options)
{
	const int pins[] = { options->transmit, options->receive, options->clearToSend, options->requestToSend };
	for (int i = 0; i < 4; i++) {
		if (pins[i] != NO_PIN)
			builtinFreePin(pins[i]);
	}
}

static bool isHardwareFlow(xsMachine *the)
{
	if (!portHasOption(the, xsID_flowControl))
		return false;
	char *kind = xsmcToString(xsVar(0));
	if (!c_strcmp(kind, "hardware"))
		return true;
	if (c_strcmp(kind, "none"))
		xsRangeError("flowControl");
	return false;
}

static LineOptions lineOptions(xsMachine *the)
{
	LineOptions options;
	options.transmit = pinOption(the, xsID_transmit);
	options.receive = pinOption(the, xsID_receive);
	if ((options.transmit == NO_PIN) && (options.receive == NO_PIN))
		xsUnknownError("transmit or receive required");
	options.clearToSend = pinOption(the, xsID_clearToSend);
	options.requestToSend = pinOption(the, xsID_requestToSend);
	if (portHasOption(the, xsID_dataTerminalReady) || portHasOption(the, xsID_dataSetReady))
		xsRangeError("no DTR, no DSR");
	options.flowControl = isHardwareFlow(the);
	if (options.flowControl && (options.clearToSend == NO_PIN) && (options.requestToSend == NO_PIN))
		xsUnknownError("flowControl needs clearToSend or requestToSend");
	options.port = portHasOption(the, xsID_port) ? builtinGetSignedInteger(the, &xsVar(0)) : ANY_PORT;
	if (!portHasOption(the, xsID_baud))
		xsUnknownError("baud required");
	xsIntegerValue baud = xsmcToInteger(xsVar(0));
	if (baud <= 0)
		xsRangeError("invalid baud");
	options.baud = baud;
	const char *wrong = lineCheck(&options);
	if (wrong)
		xsRangeError((char *)wrong);
	return options;
}

void xs_serialport_constructor(xsMachine *the)
{
	// everything is looked at before anything is taken
	xsmcVars(1);
	LineOptions options = lineOptions(the);
	uint8_t format = builtinInitializeFormat(the, kIOFormatBuffer);
	if ((kIOFormatNumber != format) && (kIOFormatBuffer != format))
		xsRangeError("invalid format");
	xsSlot *onReadable = builtinGetCallback(the, xsID_onReadable);
	xsSlot *onWritable = builtinGetCallback(the, xsID_onWritable);
	builtinInitializeTarget(the);

	Port port = c_calloc(1, sizeof(PortRecord));
	if (!port)
		xsUnknownError("no memory");
	port->line.options = options;
	port->line.onMoved = moved;
	port->the = the;
	port->object = xsThis;
	port->onReadable = (options.receive == NO_PIN) ? NULL : onReadable;
	port->onWritable = (options.transmit == NO_PIN) ? NULL : onWritable;
	port->format = format;
	if (!lineOpen(&port->line)) {
		c_free(port);
		xsUnknownError("no memory");
	}
	takePins(&options);
	xsmcSetHostData(xsThis, port);
	xsSetHostHooks(xsThis, (xsHostHooks *)&hooks);
	xsRemember(port->object);
}

void xs_serialport_destructor(void *data)
{
	Port port = data;
	if (!port)
		return;
	lineClose(&port->line);
	freePins(&port->line.options);
	port->isClosed = true;
	releaseIfUnused(port);
}

Port portHost(xsMachine *the)
{
	return xsmcGetHostDataValidate(xsThis, (void *)&hooks);
}

void xs_serialport_close(xsMachine *the)
{
	Port port = portHost(the);
	if (!port)
		return;
	xsForget(port->object);
	xsmcSetHostData(xsThis, NULL);
	xs_serialport_destructor(port);
}
