/*
	A port's life: its options and pins, and its messages. One message is under way to the program at a time, however much
	comes; nothing is allocated once a port is open.
*/
#include "port.h"
#include "mc.xs.h"			// for xsID_*
#include "pico/time.h"

enum { kRetry = 1000 };		// microseconds until a message is tried again that found no room

void xs_serialport_destructor(void *data);
static void mark(xsMachine *the, void *data, xsMarkRoot markRoot);
static void deliver(void *the, void *refcon, uint8_t *message, uint16_t messageLength);

static const xsHostHooks ICACHE_RODATA_ATTR hooks = { xs_serialport_destructor, mark, NULL };

/*
	Messages: posted with interrupts off, delivered by the main loop.
*/

static bool isReadableDue(Port port)
{
	return port->onReadable && (port->line.in.put != port->readableTold);
}

// Not for every byte that has left: when half of the ring is free that the program does not know of, or all of it.
static bool isWritableDue(Port port)
{
	uint32_t count = ringFree(&port->line.out);
	if (!port->onWritable || (count <= port->writableTold))
		return false;
	return (count == MODDEF_SERIAL_TRANSMIT) || (count - port->writableTold >= MODDEF_SERIAL_TRANSMIT / 2);
}

static int64_t postAgain(alarm_id_t alarm, void *data)
{
	Port port = data;
	return modMessagePostToMachineFromISR(port->the, deliver, port) ? kRetry : 0;
}

static void post(Port port)
{
	if (port->isPosted)
		return;
	port->isPosted = true;
	if (!modMessagePostToMachineFromISR(port->the, deliver, port))
		return;
	// the SDK has four messages for all interrupts together, and they are all under way
	if (add_alarm_in_us(kRetry, postAgain, port, true) < 0)
		port->isPosted = false;
}

static void moved(Line *line)
{
	Port port = (Port)line;
	if (isReadableDue(port) || isWritableDue(port))
		post(port);
}

void portService(Port port)
{
	uint32_t state = save_and_disable_interrupts();
	lineService(&port->line);
	moved(&port->line);
	restore_interrupts(state);
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
	if (!port->isClosed) {
		port->isDelivering = true;
		xsBeginHost(the);
		if (isReadableDue(port)) {
			port->readableTold = port->line.in.put;
			uint32_t count = port->readableTold - port->line.in.taken;
			if (count) {
				xsmcSetInteger(xsResult, count);
				xsCallFunction1(xsReference(port->onReadable), port->object, xsResult);
			}
		}
		if (!port->isClosed && isWritableDue(port)) {
			port->writableTold = ringFree(&port->line.out);
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

// The pin that an option names. `port` is the UART that earlier pins belong to, or -1.
static int pinOption(xsMachine *the, xsIdentifier id, int role, int *port)
{
	if (!portHasOption(the, id))
		return NO_PIN;
	uint32_t pin = builtinGetPin(the, &xsVar(0));
	int its = linePortOfPin(pin, role);
	if (its < 0)
		xsRangeError("no pin for this");
	if ((*port >= 0) && (*port != its))
		xsRangeError("pins of two ports");
	*port = its;
	if (!builtinIsPinFree(pin))
		xsUnknownError("pin in use");
	return pin;
}

static void takePin(int pin)
{
	if (pin != NO_PIN)
		builtinUsePin(pin);
}

static void freePin(int pin)
{
	if (pin != NO_PIN)
		builtinFreePin(pin);
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

void xs_serialport_constructor(xsMachine *the)
{
	Line line = { 0 };
	int port = -1;

	// everything is looked at before anything is taken
	xsmcVars(1);
	line.transmit = pinOption(the, xsID_transmit, kTransmit, &port);
	line.receive = pinOption(the, xsID_receive, kReceive, &port);
	if ((line.transmit == NO_PIN) && (line.receive == NO_PIN))
		xsUnknownError("transmit or receive required");
	line.clearToSend = pinOption(the, xsID_clearToSend, kClearToSend, &port);
	line.requestToSend = pinOption(the, xsID_requestToSend, kRequestToSend, &port);
	if (portHasOption(the, xsID_dataTerminalReady) || portHasOption(the, xsID_dataSetReady))
		xsRangeError("no DTR, no DSR");
	line.flowControl = isHardwareFlow(the);
	if (line.flowControl && (line.clearToSend == NO_PIN) && (line.requestToSend == NO_PIN))
		xsUnknownError("flowControl needs clearToSend or requestToSend");
	if (portHasOption(the, xsID_port) && (xsmcToInteger(xsVar(0)) != port))
		xsRangeError("pins of another port");
	line.port = port;
	if (!portHasOption(the, xsID_baud))
		xsUnknownError("baud required");
	xsIntegerValue baud = xsmcToInteger(xsVar(0));
	if ((baud <= 0) || ((uint32_t)baud > lineFastest()))
		xsRangeError("invalid baud");
	line.baud = baud;
	uint8_t format = builtinInitializeFormat(the, kIOFormatBuffer);
	if ((kIOFormatNumber != format) && (kIOFormatBuffer != format))
		xsRangeError("invalid format");
	xsSlot *onReadable = builtinGetCallback(the, xsID_onReadable);
	xsSlot *onWritable = builtinGetCallback(the, xsID_onWritable);
	builtinInitializeTarget(the);
	if (!lineIsFree(line.port))
		xsUnknownError("port in use");

	Port it = c_calloc(1, sizeof(PortRecord));
	if (!it)
		xsUnknownError("no memory");
	line.onMoved = moved;
	line.in = (Ring){ .bytes = it->bytes, .size = MODDEF_SERIAL_RECEIVE };
	line.out = (Ring){ .bytes = it->bytes + MODDEF_SERIAL_RECEIVE, .size = MODDEF_SERIAL_TRANSMIT };
	it->line = line;
	it->the = the;
	it->format = format;
	it->onReadable = (line.receive == NO_PIN) ? NULL : onReadable;
	it->onWritable = (line.transmit == NO_PIN) ? NULL : onWritable;
	it->object = xsThis;
	xsmcSetHostData(xsThis, it);
	xsSetHostHooks(xsThis, (xsHostHooks *)&hooks);
	xsRemember(it->object);
	takePin(line.transmit);
	takePin(line.receive);
	takePin(line.clearToSend);
	takePin(line.requestToSend);
	lineOpen(&it->line);
	portService(it);		// which posts the first onWritable
}

void xs_serialport_destructor(void *data)
{
	Port port = data;
	if (!port)
		return;
	lineClose(&port->line);
	freePin(port->line.transmit);
	freePin(port->line.receive);
	freePin(port->line.clearToSend);
	freePin(port->line.requestToSend);
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
