/*
	A port's methods. Only `read` allocates, and only where it was asked for a buffer of its own.
*/
#include "port.h"
#include "mc.xs.h"			// for xsID_*

Port portOpen(xsMachine *the)
{
	Port port = portHost(the);
	if (!port)
		xsUnknownError("closed");
	return port;
}

/*
	Reading and writing.
*/

static bool hasArgument(xsMachine *the, int index)
{
	return (xsmcArgc > index) && (xsmcTypeOf(xsArg(index)) != xsUndefinedType);
}

void xs_serialport_read(xsMachine *the)
{
	Port port = portOpen(the);
	Line *line = &port->line;
	uint32_t count = lineWaiting(line);

	if (!count)
		return;
	if (kIOFormatNumber == port->format) {
		uint8_t byte;
		lineTake(line, &byte, 1);
		xsmcSetInteger(xsResult, byte);
	}
	else if (hasArgument(the, 0) && (xsReferenceType == xsmcTypeOf(xsArg(0)))) {
		void *to;
		xsUnsignedValue room;
		xsmcGetBufferWritable(xsArg(0), &to, &room);
		if (count > room)
			count = room;
		lineTake(line, to, count);
		xsmcSetInteger(xsResult, count);
	}
	else {
		if (hasArgument(the, 0)) {
			xsIntegerValue most = xsmcToInteger(xsArg(0));
			if (most <= 0)
				xsRangeError("byteLength");
			if (count > (uint32_t)most)
				count = most;
		}
		lineTake(line, xsmcSetArrayBuffer(xsResult, NULL, count), count);
	}
}

void xs_serialport_write(xsMachine *the)
{
	Port port = portOpen(the);
	Line *line = &port->line;
	uint8_t byte;
	void *from = &byte;
	xsUnsignedValue count = 1;

	if (line->options.transmit == NO_PIN)
		xsUnknownError("no transmit");
	if (kIOFormatNumber == port->format)
		byte = (uint8_t)xsmcToInteger(xsArg(0));
	else
		xsmcGetBufferReadable(xsArg(0), &from, &count);
	if (count > lineRoom(line))
		xsUnknownError("would overflow");
	uint32_t told = port->writableTold;
	port->writableTold = (told > count) ? told - count : 0;
	if (count)
		linePut(line, from, count);
}

void xs_serialport_flush(xsMachine *the)
{
	Port port = portOpen(the);
	bool hasInput = hasArgument(the, 0);
	bool hasOutput = hasArgument(the, 1);
	if (hasInput != hasOutput)
		xsUnknownError("flush() or flush(input, output)");
	bool input = !hasInput || xsmcToBoolean(xsArg(0));
	bool output = !hasOutput || xsmcToBoolean(xsArg(1));

	lineForget(&port->line, input, output);
}

/*
	Controls and properties.
*/

void xs_serialport_set(xsMachine *the)
{
	Port port = portOpen(the);
	Line *line = &port->line;

	xsmcVars(1);
	if (!xsmcArgc || (xsReferenceType != xsmcTypeOf(xsArg(0))))
		xsTypeError("options required");
	bool hasRequest = portHasOption(the, xsID_requestToSend);
	bool request = hasRequest && xsmcToBoolean(xsVar(0));
	if (hasRequest && ((line->options.requestToSend == NO_PIN) || line->options.flowControl))
		xsUnknownError("requestToSend is not the program's");
	bool hasBreak = portHasOption(the, xsID_break);
	bool isBreak = hasBreak && xsmcToBoolean(xsVar(0));
	if (portHasOption(the, xsID_dataTerminalReady))
		xsUnknownError("no DTR");

	if (hasRequest)
		lineSetRequestToSend(line, request);
	if (hasBreak)
		lineSetBreak(line, isBreak);
}

void xs_serialport_get(xsMachine *the)
{
	Port port = portOpen(the);

	xsmcVars(1);
	if (!hasArgument(the, 0))
		xsmcSetNewObject(xsResult);
	else if (xsReferenceType == xsmcTypeOf(xsArg(0)))
		xsResult = xsArg(0);
	else
		xsTypeError("options must be an object");
	xsmcSetBoolean(xsVar(0), lineIsClearToSend(&port->line));
	xsmcSet(xsResult, xsID_clearToSend, xsVar(0));
	xsmcSetFalse(xsVar(0));
	xsmcSet(xsResult, xsID_dataSetReady, xsVar(0));
}

void xs_serialport_get_format(xsMachine *the)
{
	builtinGetFormat(the, portOpen(the)->format);
}

void xs_serialport_set_format(xsMachine *the)
{
	Port port = portOpen(the);
	uint8_t format = builtinSetFormat(the);
	if ((kIOFormatNumber != format) && (kIOFormatBuffer != format))
		xsRangeError("invalid format");
	port->format = format;
}

void xs_serialport_get_overruns(xsMachine *the)
{
	xsmcSetInteger(xsResult, portOpen(the)->line.overruns & 0x7fffffff);
}
