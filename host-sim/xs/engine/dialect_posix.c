/* embedded:io/serial on Linux and macOS (SDK 8.2.3, modules/io/serial/lin and mac): a file descriptor in an event loop.
   Both tell of readable bytes as long as there are any, and call onWritable once after each write. */
#include "serial.h"

#define WRITE_BUFFER 1024	/* the drivers' kWriteBufferSize, and what onWritable says */

static void posixOpen(txMachine* the, Serial* serial, txSlot* options)
{
	char device[128];
	optionString(the, options, "device", device, sizeof(device));
	serial->baud = optionInteger(the, options, "baud");
	serial->port = portByDevice(device);
	if (!serial->port)
		mxUnknownError("can't open serial");
	if (serial->baud <= 0)
		mxUnknownError("invalid baud");
}

static void posixOpened(Serial* serial)
{
	serial->writable = serial->onWritable.kind == XS_REFERENCE_KIND;
}

static uint32_t kernelRoom(Port* port)
{
	uint32_t inFlight = portInFlight(port);
	return (inFlight < port->txSize) ? port->txSize - inFlight : 0;
}

/* read() and read(count) allocate; there is no reading into a buffer: it is taken for a number. */
static void linRead(txMachine* the, Serial* serial)
{
	uint32_t available = serial->port->rxCount;
	int count = (int)available;
	if (!available)
		return;
	if (mxArgc) {
		count = fxToInteger(the, mxArgv(0));
		if (count > (int)available)
			count = (int)available;
		if (count < 0)
			mxRangeError("invalid byteLength");
	}
	if (serial->format == FORMAT_STRING) {
		fxStringBuffer(the, mxResult, NULL, count);
		portTake(serial->port, (uint8_t*)mxResult->value.string, (uint32_t)count);
	}
	else
		resultNewBuffer(the, serial, (uint32_t)count, available);
}

static void macRead(txMachine* the, Serial* serial)
{
	if (mxArgc && !BUFFER(mxArgv(0)) && (serial->format == FORMAT_BUFFER) && serial->port->rxCount) {
		int count = fxToInteger(the, mxArgv(0));
		if (count <= 0)
			mxUnknownError("invalid");
		if ((uint32_t)count > serial->port->rxCount)
			count = (int)serial->port->rxCount;
		resultNewBuffer(the, serial, (uint32_t)count, serial->port->rxCount);
	}
	else
		readFilling(the, serial, 0);
}

/* What the kernel does not take at once waits in the driver's buffer, and no further write is taken until it is gone. */
static void writeAll(txMachine* the, Serial* serial, const uint8_t* bytes, uint32_t count)
{
	Port* port = serial->port;
	if (!count)
		return;
	if ((count > WRITE_BUFFER) || (portInFlight(port) > port->txSize))
		mxUnknownError("would overflow");
	portGive(port, bytes, count);
	serial->writable = serial->onWritable.kind == XS_REFERENCE_KIND;
}

static void linWrite(txMachine* the, Serial* serial)
{
	if (mxArgc < 1)
		mxTypeError("no buffer");
	if (serial->format == FORMAT_STRING) {
		txString text = fxToString(the, mxArgv(0));
		writeAll(the, serial, (uint8_t*)text, (uint32_t)strlen(text));
	}
	else {
		uint8_t* bytes = fxToArrayBuffer(the, mxArgv(0));	/* an ArrayBuffer: a view throws */
		writeAll(the, serial, bytes, (uint32_t)fxGetArrayBufferLength(the, mxArgv(0)));
	}
}

static void macWrite(txMachine* the, Serial* serial)
{
	uint8_t* bytes;
	uint8_t byte;
	uint32_t count = 1;
	if (mxArgc < 1)
		mxTypeError("no buffer");
	if (serial->format == FORMAT_NUMBER) {
		byte = (uint8_t)fxToInteger(the, mxArgv(0));
		bytes = &byte;
	}
	else
		bytesOf(the, mxArgv(0), &bytes, &count, 0);
	writeAll(the, serial, bytes, count);
}

/* Linux drops what a callback throws, without a word; the launcher is told. */
static int call(Serial* serial, txSlot* function, uint32_t count)
{
	txMachine* the = serial->the;
	txSlot argument;
	static const char text[] = "serial: the driver of Linux drops what a callback threw\n";
	if (serial->port->dialect != &gLinDialect)
		return (function == &serial->onReadable) ? callReadable(serial, count) : callWritable(serial, count);
	argument.kind = XS_INTEGER_KIND;
	argument.value.integer = (int)count;
	if (!hostCallQuietly(the, function, &serial->self, &argument))
		wireSend('t', NULL, 0, text, sizeof(text) - 1);
	hostRunJobs(the, FIRMWARE);
	return 1;
}

/* A program that leaves bytes unread is called again and again; here once a millisecond, so that time can pass. */
static int posixService(Serial* serial)
{
	Port* port = serial->port;
	uint32_t opened = port->opened;
	int ran = 0;
	if ((serial->onReadable.kind == XS_REFERENCE_KIND) && port->rxCount && (port->fresh || timeReached(serial->tick))) {
		port->fresh = 0;
		serial->tick = hostNow() + 1;
		ran += call(serial, &serial->onReadable, port->rxCount);
	}
	if (stillOpen(port, opened) && serial->writable && kernelRoom(port)) {
		serial->writable = 0;
		ran += call(serial, &serial->onWritable, WRITE_BUFFER);
	}
	return ran;
}

static double posixDeadline(Serial* serial)
{
	double next = -1;
	if ((serial->onReadable.kind == XS_REFERENCE_KIND) && serial->port->rxCount)
		next = serial->tick;
	if (serial->writable) {
		double room = portTimeOf(serial->port, serial->port->txSize - 1);
		if ((next < 0) || (room < next))
			next = room;
	}
	return next;
}

const Dialect gLinDialect = {
	"lin", 4096, 4096, posixOpen, posixOpened, linRead, linWrite, NULL,
	posixService, posixDeadline, (1 << FORMAT_BUFFER) | (1 << FORMAT_STRING)
};

const Dialect gMacDialect = {
	"mac", 4096, 4096, posixOpen, posixOpened, macRead, macWrite, NULL,
	posixService, posixDeadline, (1 << FORMAT_NUMBER) | (1 << FORMAT_BUFFER)
};
