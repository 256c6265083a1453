/* embedded:io/serial on ESP32 (SDK 8.2.3, modules/io/serial/esp32): straight on the UART's own FIFOs. */
#include "serial.h"

#define FIFO_FULL 96		/* reset value of the UART's threshold: the driver leaves it alone */
#define RX_TIMEOUT 4		/* byte times of silence */
#define TX_EMPTY 10			/* the driver's kTransmitTreshold */

static void esp32Open(txMachine* the, Serial* serial, txSlot* options)
{
	int port = 0;
	serial->transmit = optionPin(the, options, "transmit");
	serial->receive = optionPin(the, options, "receive");
	if ((serial->transmit < 0) && (serial->receive < 0))
		mxUnknownError("invalid");
	if (optionHas(the, options, "port")) {
		port = optionInteger(the, options, "port");
		if ((port < 0) || (port > 2))
			mxRangeError("invalid port");
	}
	serial->baud = optionInteger(the, options, "baud");
	if ((serial->baud <= 0) || (serial->baud > 20000000))
		mxRangeError("invalid baud");
	serial->port = portById(port);
	if (!serial->port)
		mxUnknownError("uart failed");
}

static void esp32Opened(Serial* serial)
{
	serial->rxEnabled = (serial->receive >= 0) && (serial->onReadable.kind == XS_REFERENCE_KIND);
	serial->txEnabled = (serial->transmit >= 0) && (serial->onWritable.kind == XS_REFERENCE_KIND);
}

/* Enabling clears what was raised before: bytes left unread are told of with the next byte, or once there are many. */
static void enableReceive(Serial* serial)
{
	serial->rxEnabled = 1;
}

/* read(count) with more than there is returns that many bytes: the FIFO gives whatever it gives. */
static void esp32Read(txMachine* the, Serial* serial)
{
	uint32_t available = serial->port->rxCount;
	readFilling(the, serial, 0);
	if (available && (serial->onReadable.kind == XS_REFERENCE_KIND))
		enableReceive(serial);
}

static uint32_t room(Port* port)
{
	uint32_t inFlight = portInFlight(port);
	return (inFlight < port->txSize) ? port->txSize - inFlight : 0;
}

static void esp32Write(txMachine* the, Serial* serial)
{
	writeByteOrBuffer(the, serial, room(serial->port), "output full");
	if (serial->onWritable.kind == XS_REFERENCE_KIND)
		serial->txEnabled = 1;
}

static uint32_t fullAt(Port* port)
{
	return (port->rxSize < FIFO_FULL) ? port->rxSize : FIFO_FULL;
}

static void interrupts(Serial* serial)
{
	Port* port = serial->port;
	if (serial->txEnabled && (portInFlight(port) < TX_EMPTY)) {
		serial->writable = 1;
		serial->txEnabled = 0;
	}
	if (serial->rxEnabled && ((port->rxCount >= fullAt(port))
		|| (port->fresh && timeReached(port->arrival + RX_TIMEOUT * port->byteTime)))) {
		port->fresh = 0;
		serial->readable = 1;
		serial->rxEnabled = 0;
	}
}

static int esp32Service(Serial* serial)
{
	Port* port = serial->port;
	uint32_t opened = port->opened;
	int ran = 0;
	interrupts(serial);
	if (serial->readable) {
		serial->readable = 0;
		if (port->rxCount)
			ran += callReadable(serial, port->rxCount);
		if (!stillOpen(port, opened))
			return ran;
		enableReceive(serial);
	}
	if (serial->writable) {
		serial->writable = 0;
		if (room(port))
			ran += callWritable(serial, room(port));
	}
	return ran;
}

static double esp32Deadline(Serial* serial)
{
	Port* port = serial->port;
	double next = -1;
	if (serial->rxEnabled && port->fresh)
		next = port->arrival + RX_TIMEOUT * port->byteTime;
	if (serial->txEnabled) {
		double empty = portTimeOf(port, TX_EMPTY - 1);
		if ((next < 0) || (empty < next))
			next = empty;
	}
	return next;
}

/* The driver never installs ESP-IDF's, so it cannot tell that a port is in use: only the pins say so. */
const Dialect gEsp32Dialect = {
	"esp32", 128, 128, esp32Open, esp32Opened, esp32Read, esp32Write, NULL,
	esp32Service, esp32Deadline, (1 << FORMAT_NUMBER) | (1 << FORMAT_BUFFER)
};
