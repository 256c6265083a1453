/* Reading and writing, as far as dialects share it. None of it allocates unless the program asks for a new buffer. */
#include "serial.h"

extern txInteger _xsmcGetBuffer(txMachine* the, txSlot* slot, void** data, txUnsigned* count, txBoolean writable);

/* An ArrayBuffer, or a view of one-byte elements or a DataView on one; throws for anything else. */
void bytesOf(txMachine* the, txSlot* slot, uint8_t** bytes, uint32_t* count, int writable)
{
	txUnsigned length;
	_xsmcGetBuffer(the, slot, (void**)bytes, &length, (txBoolean)writable);
	*count = length;
}

/* A new ArrayBuffer of `size` bytes, filled with what is there. */
void resultNewBuffer(txMachine* the, Serial* serial, uint32_t size, uint32_t available)
{
	uint8_t* bytes = fxArrayBuffer(the, mxResult, NULL, (txInteger)size, -1);
	portTake(serial->port, bytes, (size < available) ? size : available);
}

/* read(), read(count), read(buffer): the drivers of esp32 and macOS, and the standard. With `strict` more than there is
   may be asked for in read(count) without getting bytes that never came. */
void readFilling(txMachine* the, Serial* serial, int strict)
{
	uint32_t available = serial->port->rxCount;
	if (!available)
		return;
	if (serial->format == FORMAT_NUMBER) {
		uint8_t byte;
		portTake(serial->port, &byte, 1);
		hostResultInteger(the, byte);
	}
	else if (mxArgc == 0)
		resultNewBuffer(the, serial, available, available);
	else if (BUFFER(mxArgv(0))) {
		uint8_t* bytes;
		uint32_t count;
		bytesOf(the, mxArgv(0), &bytes, &count, 1);
		if (!count && !strict)
			mxUnknownError("invalid");
		hostResultInteger(the, (int)portTake(serial->port, bytes, count));
	}
	else {
		int count = fxToInteger(the, mxArgv(0));
		if (count <= 0)
			mxUnknownError("invalid");
		if (strict && ((uint32_t)count > available))
			count = (int)available;
		resultNewBuffer(the, serial, (uint32_t)count, available);
	}
}

/* write(number) or write(buffer): all of it, or it throws. */
void writeByteOrBuffer(txMachine* the, Serial* serial, uint32_t room, const char* full)
{
	if (serial->format == FORMAT_NUMBER) {
		uint8_t byte;
		if (!room)
			mxUnknownError((txString)full);
		byte = (uint8_t)((mxArgc > 0) ? fxToInteger(the, mxArgv(0)) : 0);
		portGive(serial->port, &byte, 1);
	}
	else {
		uint8_t* bytes;
		uint32_t count;
		if (mxArgc < 1)
			mxTypeError("no buffer");
		bytesOf(the, mxArgv(0), &bytes, &count, 0);
		if (count > room)
			mxUnknownError((txString)full);
		portGive(serial->port, bytes, count);
	}
}

static int callback(Serial* serial, txSlot* function, uint32_t count)
{
	txMachine* the = serial->the;
	txSlot argument;
	if (function->kind != XS_REFERENCE_KIND)
		return 0;
	argument.kind = XS_INTEGER_KIND;
	argument.value.integer = (int)count;
	hostCall(the, function, &serial->self, &argument, FIRMWARE);
	hostRunJobs(the, FIRMWARE);
	return 1;
}

int callReadable(Serial* serial, uint32_t count)
{
	return callback(serial, &serial->onReadable, count);
}

int callWritable(Serial* serial, uint32_t count)
{
	return callback(serial, &serial->onWritable, count);
}
