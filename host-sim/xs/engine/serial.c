/* The program's Serial object: constructor, methods, and the events of all ports. */
#include "serial.h"

static void mark(txMachine* the, void* data, txMarkRoot markRoot)
{
	Serial* serial = data;
	(*markRoot)(the, &serial->onReadable);
	(*markRoot)(the, &serial->onWritable);
}

static txHostHooks gSerialHooks = { C_NULL, mark };

static txSlot* hostSlotOf(txSlot* slot)
{
	txSlot* host;
	if (slot->kind != XS_REFERENCE_KIND)
		return NULL;
	host = slot->value.reference->next;
	if (!host || !(host->flag & XS_INTERNAL_FLAG) || (host->kind != XS_HOST_KIND)
		|| (host->value.host.variant.hooks != &gSerialHooks))
		return NULL;
	return host;
}

static Serial* serialOf(txMachine* the)
{
	txSlot* host = hostSlotOf(mxThis);
	if (!host || !host->value.host.data)
		mxTypeError("this: no open serial port");
	return host->value.host.data;
}

/* A callback is undefined, null, or callable. */
static void getCallback(txMachine* the, txSlot* options, txID id, txSlot* into)
{
	mxPushSlot(options);
	fxGetID(the, id);
	into->kind = XS_UNDEFINED_KIND;
	if ((the->stack->kind != XS_UNDEFINED_KIND) && (the->stack->kind != XS_NULL_KIND)) {
		if ((the->stack->kind != XS_REFERENCE_KIND) || !fxIsCallable(the, the->stack))
			mxUnknownError("not a function");
		into->kind = XS_REFERENCE_KIND;
		into->value.reference = the->stack->value.reference;
	}
	mxPop();
}

static int formatOf(const char* text)
{
	if (!strcmp(text, "number")) return FORMAT_NUMBER;
	if (!strcmp(text, "buffer")) return FORMAT_BUFFER;
	if (!strcmp(text, "string;ascii")) return FORMAT_STRING;
	return 0;
}

static int formatFor(txMachine* the, const Dialect* dialect, txSlot* value)
{
	int format = formatOf(fxToString(the, value));
	if (!format || !(dialect->formats & (1 << format)))
		mxRangeError("invalid format");
	return format;
}

/* Several ports may speak different dialects (a simulated board has one, but tests have what they need): the options
   say which is meant, `device` for the desktop's, `port` or pins for the others. */
static const Dialect* dialectFor(txMachine* the, txSlot* options)
{
	Port* port = gPorts;
	if (optionHas(the, options, "device")) {
		char device[128];
		optionString(the, options, "device", device, sizeof(device));
		if (portByDevice(device))
			return portByDevice(device)->dialect;
	}
	if (optionHas(the, options, "port") && portById(optionInteger(the, options, "port")))
		port = portById(optionInteger(the, options, "port"));
	if (!port)
		mxUnknownError("no serial port on this board");
	return port->dialect;
}

/* serialOpen(this, options): gives an ordinary object what a host object has, so that programs may extend the class. */
static void serialOpen(txMachine* the)
{
	txSlot* options = mxArgv(1);
	txSlot* instance = mxArgv(0)->value.reference;
	const Dialect* dialect;
	Serial parts;
	Serial* serial;
	txSlot* host;
	if ((mxArgc < 2) || (options->kind != XS_REFERENCE_KIND))
		mxTypeError("options: not an object");
	dialect = dialectFor(the, options);
	memset(&parts, 0, sizeof(parts));
	parts.the = the;
	parts.transmit = parts.receive = -1;
	parts.format = FORMAT_BUFFER;
	parts.uses = 1;
	dialect->open(the, &parts, options);
	getCallback(the, options, fxNewNameC(the, "onReadable"), &parts.onReadable);
	getCallback(the, options, fxNewNameC(the, "onWritable"), &parts.onWritable);
	if (optionHas(the, options, "format")) {
		mxPushSlot(options);
		fxGetID(the, fxNewNameC(the, "format"));
		if (the->stack->kind != XS_UNDEFINED_KIND)
			parts.format = formatFor(the, dialect, the->stack);
		mxPop();
	}
	if (optionHas(the, options, "target")) {
		mxPushSlot(options);
		fxGetID(the, fxNewNameC(the, "target"));
		mxPushSlot(mxArgv(0));
		fxSetID(the, fxNewNameC(the, "target"));
		mxPop();
	}
	if (parts.port->taken)
		mxRangeError("port in use");
	host = fxNewSlot(the);
	serial = malloc(sizeof(Serial));
	*serial = parts;
	host->next = instance->next;
	instance->next = host;
	host->flag = XS_INTERNAL_FLAG | XS_HOST_HOOKS_FLAG;
	host->kind = XS_HOST_KIND;
	host->value.host.data = serial;
	host->value.host.variant.hooks = &gSerialHooks;
	serial->self.kind = XS_REFERENCE_KIND;
	serial->self.value.reference = instance;
	fxRemember(the, &serial->self);	/* an open port is not collected */
	pinUse(serial->transmit);
	pinUse(serial->receive);
	portOpen(serial->port, serial);
	dialect->opened(serial);
}

static void serialClose(txMachine* the)
{
	txSlot* host = hostSlotOf(mxThis);
	Serial* serial = host ? host->value.host.data : NULL;
	Port* port;
	if (!serial)
		return;
	port = serial->port;
	host->value.host.data = NULL;
	fxForget(the, &serial->self);
	pinFree(serial->transmit);
	pinFree(serial->receive);
	if (port->dialect->closed)
		port->dialect->closed(serial);
	else
		port->taken = 0;
	portClose(port);
	free(serial);
}

static void serialRead(txMachine* the)
{
	Serial* serial = serialOf(the);
	serial->port->dialect->read(the, serial);
}

static void serialWrite(txMachine* the)
{
	Serial* serial = serialOf(the);
	serial->port->dialect->write(the, serial);
}

static void serialFlush(txMachine* the)
{
	Serial* serial = serialOf(the);
	int input = !mxArgc || fxToBoolean(the, mxArgv(0));
	if (input)
		portFlushInput(serial->port);
}

static void serialSet(txMachine* the)
{
	serialOf(the);
	if ((mxArgc < 1) || (mxArgv(0)->kind != XS_REFERENCE_KIND))
		mxTypeError("options: not an object");
}

static void serialGetFormat(txMachine* the)
{
	static const txString names[] = { "", "number", "buffer", "string;ascii" };
	fxStringX(the, mxResult, names[serialOf(the)->format]);
}

static void serialSetFormat(txMachine* the)
{
	Serial* serial = serialOf(the);
	serial->format = formatFor(the, serial->port->dialect, mxArgv(0));
}

/* serialDialect(): the name of the first port's dialect, by which the class gets its methods */
static void serialDialect(txMachine* the)
{
	if (gPorts)
		fxStringX(the, mxResult, (txString)gPorts->dialect->name);
}

int serialService(txMachine* the)
{
	Port* port;
	int ran = 0;
	for (port = gPorts; port; port = port->next)
		if (port->serial)
			ran += port->dialect->service(port->serial);
	return ran;
}

double serialDeadline(void)
{
	Port* port;
	double next = -1;
	for (port = gPorts; port; port = port->next) {
		double when = port->serial ? port->dialect->deadline(port->serial) : -1;
		if ((when >= 0) && ((next < 0) || (when < next)))
			next = when;
	}
	return next;
}

void serialInstall(txMachine* the)
{
	hostNative(the, "serialOpen", serialOpen, 2);
	hostNative(the, "serialClose", serialClose, 0);
	hostNative(the, "serialRead", serialRead, 1);
	hostNative(the, "serialWrite", serialWrite, 1);
	hostNative(the, "serialFlush", serialFlush, 2);
	hostNative(the, "serialSet", serialSet, 1);
	hostNative(the, "serialGetFormat", serialGetFormat, 0);
	hostNative(the, "serialSetFormat", serialSetFormat, 1);
	hostNative(the, "serialDialect", serialDialect, 0);
}
