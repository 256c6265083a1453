/*
	embedded:io/serial (ECMA-419 10.9) over a line: what a port is.
*/
#ifndef __PORT_H__
#define __PORT_H__

#include "xsmc.h"
#include "xsHost.h"
#include "builtinCommon.h"
#include "line.h"

#ifndef MODDEF_SERIAL_RECEIVE
	#define MODDEF_SERIAL_RECEIVE (2048)
#endif
#ifndef MODDEF_SERIAL_TRANSMIT
	#define MODDEF_SERIAL_TRANSMIT (1024)
#endif
#define isPowerOfTwo(it) (((it) > 0) && (((it) & ((it) - 1)) == 0))
static_assert(isPowerOfTwo(MODDEF_SERIAL_RECEIVE), "defines.serial.receive: a power of two");
static_assert(isPowerOfTwo(MODDEF_SERIAL_TRANSMIT), "defines.serial.transmit: a power of two");

typedef struct {
	Line line;				// must be first: the line gives itself to `moved`
	xsMachine *the;
	xsSlot object;			// remembered while the port is open
	xsSlot *onReadable;		// marked by the hooks
	xsSlot *onWritable;
	uint8_t format;
	volatile bool isPosted;	// a message is under way, which holds on to this record
	bool isDelivering;
	bool isClosed;
	uint32_t readableTold;	// line.in.put when onReadable was last called
	volatile uint32_t writableTold;	// bytes that the program thinks it may write
	uint8_t bytes[MODDEF_SERIAL_RECEIVE + MODDEF_SERIAL_TRANSMIT];
} PortRecord, *Port;

// The port of `this`, or NULL once it is closed. Throws when `this` is something else.
Port portHost(xsMachine *the);

// The port of `this`. Throws when it is closed.
Port portOpen(xsMachine *the);

// Moves what can be moved, and tells the program later what it should know.
void portService(Port port);

// Gets an option into xsVar(0). Whether it is given.
bool portHasOption(xsMachine *the, xsIdentifier id);

#endif
