/* ECMA-419, clause 10.9, to the letter: what a platform would be whose driver follows the standard. */
#include "serial.h"

static void standardOpen(txMachine* the, Serial* serial, txSlot* options)
{
	Port* port = gPorts;
	serial->receive = optionPin(the, options, "receive");
	serial->transmit = optionPin(the, options, "transmit");
	if (optionHas(the, options, "port")) {
		port = portById(optionInteger(the, options, "port"));
		if (!port)
			mxRangeError("invalid port");
	}
	serial->port = port;
	serial->baud = optionInteger(the, options, "baud");
	if (serial->baud <= 0)
		mxRangeError("invalid baud");
}

static void standardOpened(Serial* serial)
{
	serial->writable = 1;
}

static void standardRead(txMachine* the, Serial* serial)
{
	readFilling(the, serial, 1);
}

static uint32_t room(Port* port)
{
	uint32_t inFlight = portInFlight(port);
	return (inFlight < port->txSize) ? port->txSize - inFlight : 0;
}

static void standardWrite(txMachine* the, Serial* serial)
{
	writeByteOrBuffer(the, serial, room(serial->port), "output full");
	serial->writable = 1;
}

/* There is room to speak of once half of the buffer is free. */
static int standardService(Serial* serial)
{
	Port* port = serial->port;
	uint32_t opened = port->opened;
	int ran = 0;
	if (port->fresh) {
		port->fresh = 0;
		if (port->rxCount)
			ran += callReadable(serial, port->rxCount);
	}
	if (stillOpen(port, opened) && serial->writable && (portInFlight(port) <= port->txSize / 2)) {
		serial->writable = 0;
		ran += callWritable(serial, room(port));
	}
	return ran;
}

static double standardDeadline(Serial* serial)
{
	if (!serial->writable || (serial->onWritable.kind != XS_REFERENCE_KIND))
		return -1;
	return portTimeOf(serial->port, serial->port->txSize / 2);
}

const Dialect gStandardDialect = {
	"standard", 1024, 1024, standardOpen, standardOpened, standardRead, standardWrite, NULL,
	standardService, standardDeadline, (1 << FORMAT_NUMBER) | (1 << FORMAT_BUFFER)
};
