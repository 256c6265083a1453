/* A UART: its receive FIFO, its line, and how long bytes take. */
#include "serial.h"

Port* gPorts = NULL;

static const Dialect* const gDialects[] = {
	&gStandardDialect, &gEsp32Dialect, &gPicoDialect, &gLinDialect, &gMacDialect, NULL
};

void serialAddPort(const char* text)
{
	Port* port = calloc(1, sizeof(Port));
	Port** link = &gPorts;
	char dialect[32] = "";
	const Dialect* const* it;
	sscanf(text, "%d,%31[^,],%u,%u,%d,%d,%127[^\n]", &port->id, dialect, &port->rxSize, &port->txSize, &port->hold,
		&port->paced, port->device);
	for (it = gDialects; *it && strcmp((*it)->name, dialect); it++)
		;
	if (!*it) {
		fprintf(stderr, "no such dialect: %s\n", dialect);
		exit(2);
	}
	port->dialect = *it;
	if (!port->rxSize) port->rxSize = port->dialect->rxSize;
	if (!port->txSize) port->txSize = port->dialect->txSize;
	port->rx = malloc(port->rxSize);
	while (*link)
		link = &(*link)->next;
	*link = port;
}

Port* portById(int id)
{
	Port* port = gPorts;
	while (port && (port->id != id))
		port = port->next;
	return port;
}

Port* portByDevice(const char* device)
{
	Port* port = gPorts;
	while (port && strcmp(port->device, device))
		port = port->next;
	return port;
}

int timeReached(double time)
{
	return hostNow() >= time - 1e-6;
}

/* Whether a callback has closed the port (and perhaps opened it again). */
int stillOpen(Port* port, uint32_t opened)
{
	return port->serial && (port->opened == opened);
}

void portOpen(Port* port, Serial* serial)
{
	uint8_t head[5];
	uint32_t baud = (uint32_t)serial->baud;
	port->serial = serial;
	port->taken = 1;
	port->opened++;
	port->rxCount = port->rxHead = port->heldCount = 0;
	port->fresh = 0;
	port->byteTime = port->paced ? 10000.0 / serial->baud : 0;	/* 8N1: ten bits a byte */
	port->txClear = hostNow();
	head[0] = (uint8_t)port->id;
	memcpy(head + 1, &baud, 4);
	wireSend('o', head, sizeof(head), NULL, 0);
}

void portClose(Port* port)
{
	uint8_t head = (uint8_t)port->id;
	port->serial = NULL;
	wireSend('c', &head, 1, NULL, 0);
}

static void store(Port* port, uint8_t byte)
{
	port->rx[(port->rxHead + port->rxCount++) % port->rxSize] = byte;
	port->fresh = 1;
	port->arrival = hostNow();
}

/* The newest bytes are lost when the FIFO is full, as a UART loses them. */
void serialArrived(int id, const uint8_t* bytes, uint32_t count)
{
	Port* port = portById(id);
	uint32_t i = 0;
	if (!port)
		return;
	if (!port->serial) {
		port->unheard += count;
		return;
	}
	port->received += count;
	while (!port->heldCount && (i < count) && (port->rxCount < port->rxSize))
		store(port, bytes[i++]);
	if (i == count)
		return;
	if (!port->hold) {
		port->dropped += count - i;
		return;
	}
	if (port->heldCount + count - i > port->heldSize)
		port->held = realloc(port->held, port->heldSize = (port->heldCount + count - i) * 2);
	memcpy(port->held + port->heldCount, bytes + i, count - i);
	port->heldCount += count - i;
}

static void refill(Port* port)
{
	uint32_t i = 0;
	while ((i < port->heldCount) && (port->rxCount < port->rxSize))
		store(port, port->held[i++]);
	if (i)
		memmove(port->held, port->held + i, port->heldCount -= i);
}

uint32_t portTake(Port* port, uint8_t* bytes, uint32_t count)
{
	uint32_t i;
	if (count > port->rxCount)
		count = port->rxCount;
	for (i = 0; i < count; i++) {
		bytes[i] = port->rx[port->rxHead];
		port->rxHead = (port->rxHead + 1) % port->rxSize;
	}
	port->rxCount -= count;
	refill(port);
	return count;
}

void portFlushInput(Port* port)
{
	port->rxCount = port->heldCount = 0;
	port->fresh = 0;
}

void portGive(Port* port, const uint8_t* bytes, uint32_t count)
{
	uint8_t head = (uint8_t)port->id;
	if (!count)
		return;
	wireSend('b', &head, 1, bytes, count);
	port->sent += count;
	if (port->txClear < hostNow())
		port->txClear = hostNow();
	port->txClear += count * port->byteTime;
}

uint32_t portInFlight(Port* port)
{
	double left = port->txClear - hostNow();
	if ((left <= 1e-6) || (port->byteTime == 0))
		return 0;
	return (uint32_t)ceil(left / port->byteTime - 1e-6);
}

double portTimeOf(Port* port, uint32_t inFlight)
{
	return port->txClear - inFlight * port->byteTime;
}

void serialReport(int id)
{
	Port* port = portById(id);
	double values[5] = { 0, 0, 0, 0, 0 };
	if (port) {
		values[0] = port->received;
		values[1] = port->dropped;
		values[2] = port->unheard;
		values[3] = port->sent;
		values[4] = port->rxCount + port->heldCount;
	}
	wireSend('p', values, sizeof(values), NULL, 0);
}
