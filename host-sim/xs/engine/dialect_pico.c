/* embedded:io/serial on RP2040 (SDK 8.2.3, modules/io/serial/pico): FIFOs of its own between the UART and the program.
   Its count of uses goes wrong when onWritable is given: each interrupt that raises two events counts twice but is
   counted back once, so the 8-bit count wraps, and one day it reads "nobody uses this". Then nothing is delivered any
   more. Closing never gives the port back. */
#include "serial.h"

#define UART_FIFO 32
#define TX_LEVEL 4			/* the UART asks for more when its own FIFO is down to an eighth */
#define RX_LEVEL 4			/* and tells of an eighth, or of 32 bit times of silence */
#define RX_TIMEOUT 3.2		/* byte times */

static Serial* gInUse[2];

static int uartForPin(int transmit, int receive)
{
	static const int uart[30] = { 0, 0, -1, -1, 1, 1, -1, -1, 1, 1, -1, -1, 0, 0, -1, -1, 0, 0, -1, -1, 1, 1, -1, -1, 1, 1,
		-1, -1, 0, 0 };
	int pin = (transmit >= 0) ? transmit : receive;
	if ((pin >= 30) || ((pin & 1) != (transmit < 0)))	/* transmit on even pins, receive on odd ones */
		return -1;
	return uart[pin];
}

static void picoOpen(txMachine* the, Serial* serial, txSlot* options)
{
	int uart;
	serial->transmit = optionPin(the, options, "transmit");
	serial->receive = optionPin(the, options, "receive");
	if ((serial->transmit < 0) && (serial->receive < 0))
		mxUnknownError("invalid");
	serial->baud = optionInteger(the, options, "baud");
	if ((serial->baud <= 0) || (serial->baud > 20000000))
		mxRangeError("invalid baud");
	uart = uartForPin(serial->transmit, serial->receive);
	if (uart < 0)
		mxUnknownError("invalid");
	serial->port = portById(uart);
	if (!serial->port)
		mxUnknownError("invalid");
}

/* What the software's transmit FIFO holds: all that is in flight, but for what the UART's own FIFO has taken. */
static uint32_t queued(Port* port)
{
	uint32_t inFlight = portInFlight(port);
	return (inFlight > UART_FIFO) ? inFlight - UART_FIFO : 0;
}

static uint32_t room(Port* port)
{
	uint32_t count = queued(port);
	return (count < port->txSize) ? port->txSize - count : 0;
}

/* The driver's interrupt handler, which its read() and write() call as well. `post` is kept from the first UART to the
   second: one's event counts for the other. */
static void interrupt(void)
{
	int post = 0, i;
	for (i = 0; i < 2; i++) {
		Serial* serial = gInUse[i];
		Port* port;
		if (!serial)
			continue;
		port = serial->port;
		serial->txEnabled = 0;
		if (room(port) && (serial->onWritable.kind == XS_REFERENCE_KIND)) {
			post |= !serial->writable;
			serial->writable = 1;
		}
		if (queued(port)) {
			serial->txEnabled = 1;
			serial->tick = hostNow() + (UART_FIFO - TX_LEVEL) * port->byteTime;
		}
		if (port->rxCount >= port->rxSize)
			serial->rxEnabled = 0;
		else if (serial->onReadable.kind == XS_REFERENCE_KIND) {
			post |= !serial->readable;
			serial->readable = 1;
		}
		if (post) {
			serial->uses++;
			if (!serial->posted)
				serial->posted = 1;
		}
	}
}

static void picoOpened(Serial* serial)
{
	gInUse[serial->port->id] = serial;
	serial->rxEnabled = serial->onReadable.kind == XS_REFERENCE_KIND;
	serial->txEnabled = serial->onWritable.kind == XS_REFERENCE_KIND;
	interrupt();
}

static void picoClosed(Serial* serial)
{
	gInUse[serial->port->id] = NULL;	/* no events any more; the port stays taken */
}

static void picoRead(txMachine* the, Serial* serial)
{
	uint32_t available = serial->port->rxCount;
	if (serial->format == FORMAT_NUMBER) {
		uint8_t byte;
		if (!available)
			mxUnknownError("no data");
		portTake(serial->port, &byte, 1);
		hostResultInteger(the, byte);
	}
	else {
		uint8_t* bytes = NULL;
		uint32_t count = available;
		int asked;
		if (mxArgc && BUFFER(mxArgv(0))) {
			bytesOf(the, mxArgv(0), &bytes, &count, 1);
			asked = (int)count;
		}
		else
			asked = mxArgc ? fxToInteger(the, mxArgv(0)) : (int)available;
		if ((asked <= 0) || ((uint32_t)asked > available))
			mxUnknownError("invalid");
		if (bytes) {
			portTake(serial->port, bytes, (uint32_t)asked);
			mxResult->kind = XS_REFERENCE_KIND;
			mxResult->value.reference = mxArgv(0)->value.reference;
		}
		else
			resultNewBuffer(the, serial, (uint32_t)asked, available);
	}
	serial->rxEnabled = serial->onReadable.kind == XS_REFERENCE_KIND;
	interrupt();
}

static void picoWrite(txMachine* the, Serial* serial)
{
	writeByteOrBuffer(the, serial, room(serial->port), "output full");
	serial->txEnabled = serial->onWritable.kind == XS_REFERENCE_KIND;
	interrupt();
}

static double receiveDue(Serial* serial)
{
	Port* port = serial->port;
	if (!serial->rxEnabled || !port->fresh)
		return -1;
	return (port->rxCount >= RX_LEVEL) ? port->arrival : port->arrival + RX_TIMEOUT * port->byteTime;
}

static int picoService(Serial* serial)
{
	Port* port = serial->port;
	uint32_t opened = port->opened;
	double receive = receiveDue(serial);
	int ran = 0;
	if (((receive >= 0) && timeReached(receive)) || (serial->txEnabled && timeReached(serial->tick))) {
		port->fresh = 0;
		interrupt();
	}
	if (!serial->posted || serial->dead)
		return 0;
	if (--serial->uses == 0) {
		serial->dead = 1;	/* the driver has freed its record; its message never goes out again */
		return 0;
	}
	serial->posted = 0;
	if (serial->readable && (serial->onReadable.kind == XS_REFERENCE_KIND)) {
		serial->readable = 0;
		if (port->rxCount)
			ran += callReadable(serial, port->rxCount);
		if (!stillOpen(port, opened))
			return ran;
	}
	if (serial->writable && (serial->onWritable.kind == XS_REFERENCE_KIND)) {
		serial->writable = 0;
		if (room(port))
			ran += callWritable(serial, room(port));
	}
	return ran ? ran : (stillOpen(port, opened) && serial->posted);
}

static double picoDeadline(Serial* serial)
{
	double next = receiveDue(serial);
	if (serial->dead)
		return -1;
	if (serial->txEnabled && ((next < 0) || (serial->tick < next)))
		next = serial->tick;
	return next;
}

const Dialect gPicoDialect = {
	"pico", 128, 128, picoOpen, picoOpened, picoRead, picoWrite, picoClosed,
	picoService, picoDeadline, (1 << FORMAT_NUMBER) | (1 << FORMAT_BUFFER)
};
