/*
	embedded:io/serial (ECMA-419 10.9) over a line: what a port is.
*/
#ifndef __PORT_H__
#define __PORT_H__

#include "xsmc.h"
#include "xsHost.h"
#include "builtinCommon.h"
#include "line.h"

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
	volatile uint32_t readableTold;	// lineReceived when onReadable was last called
	volatile uint32_t writableTold;	// bytes that the program thinks it may write
} PortRecord, *Port;

// The port of `this`, or NULL once it is closed. Throws when `this` is something else.
Port portHost(xsMachine *the);

// The port of `this`. Throws when it is closed.
Port portOpen(xsMachine *the);

// Gets an option of xsArg(0) into xsVar(0). Whether it is given.
bool portHasOption(xsMachine *the, xsIdentifier id);

#endif
