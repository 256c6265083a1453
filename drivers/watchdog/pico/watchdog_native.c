/*
	The watchdog of the RP2040 (data sheet 4.7), for which the SDK has no module.
*/
#include "xsmc.h"
#include "xsHost.h"
#include "mc.xs.h"			// for xsID_*
#include "hardware/watchdog.h"

/* 24 bits that count two for every microsecond (RP2040-E1) */
#define MOST 8388

void xs_watchdog_enable(xsMachine *the)
{
	xsIntegerValue timeout;

	xsmcVars(1);
	xsmcGet(xsVar(0), xsArg(0), xsID_timeout);
	timeout = xsmcToInteger(xsVar(0));
	if ((timeout < 1) || (timeout > MOST))
		xsRangeError("timeout");
	watchdog_enable(timeout, true);
}

void xs_watchdog_feed(xsMachine *the)
{
	watchdog_update();
}
