/* Frames between the machine and the program that launched it: length (32 bits, little endian, of what follows), type
   (one byte), payload. What is sent is gathered and written in one piece. */
#include "host.h"
#include <poll.h>

static int gIn = -1, gOut = -1;
static uint8_t* gOutBuffer;
static uint32_t gOutLength, gOutSize;
static uint8_t* gInBuffer;
static uint32_t gInLength, gInSize;

volatile int gWireBusy = 0;

void wireOpen(int in, int out)
{
	gIn = in;
	gOut = out;
	gOutBuffer = malloc(gOutSize = 65536);
	gInBuffer = malloc(gInSize = 65536);
}

void wireFlush(void)
{
	uint32_t done = 0;
	gWireBusy++;
	while (done < gOutLength) {
		ssize_t count = write(gOut, gOutBuffer + done, gOutLength - done);
		if (count > 0)
			done += (uint32_t)count;
		else if ((count < 0) && (errno == EAGAIN)) {
			struct pollfd wait = { gOut, POLLOUT, 0 };
			poll(&wait, 1, -1);
		}
		else if ((count < 0) && (errno == EINTR))
			continue;
		else
			_exit(3);	/* the launcher has gone */
	}
	gOutLength = 0;
	gWireBusy--;
}

void wireSend(uint8_t type, const void* head, uint32_t headLength, const void* body, uint32_t bodyLength)
{
	uint32_t length = 1 + headLength + bodyLength;
	uint8_t* p;
	gWireBusy++;
	if (gOutLength + 4 + length > gOutSize) {
		wireFlush();
		if (4 + length > gOutSize)
			gOutBuffer = realloc(gOutBuffer, gOutSize = 4 + length);
	}
	p = gOutBuffer + gOutLength;
	p[0] = (uint8_t)length;
	p[1] = (uint8_t)(length >> 8);
	p[2] = (uint8_t)(length >> 16);
	p[3] = (uint8_t)(length >> 24);
	p[4] = type;
	if (headLength) memcpy(p + 5, head, headLength);
	if (bodyLength) memcpy(p + 5 + headLength, body, bodyLength);
	gOutLength += 4 + length;
	gWireBusy--;
}

/* Waits for frames at most `timeout` ms (-1: as long as it takes) and hands over all that are complete. */
int wireReceive(txMachine* the, int timeout, WireHandler handler)
{
	struct pollfd wait = { gIn, POLLIN, 0 };
	ssize_t count;
	uint32_t at = 0;
	if (timeout >= 0) {
		int ready = poll(&wait, 1, timeout);
		if (ready <= 0)
			return 1;
	}
	count = read(gIn, gInBuffer + gInLength, gInSize - gInLength);
	if (count == 0)
		return 0;
	if (count < 0)
		return (errno == EAGAIN) || (errno == EINTR);
	gInLength += (uint32_t)count;
	while (gInLength - at >= 4) {
		uint8_t* p = gInBuffer + at;
		uint32_t length = p[0] | (p[1] << 8) | (p[2] << 16) | ((uint32_t)p[3] << 24);
		if (length + 4 > gInSize) {
			memmove(gInBuffer, p, gInLength - at);
			gInLength -= at;
			at = 0;
			gInBuffer = realloc(gInBuffer, gInSize = length + 4);
			break;
		}
		if (gInLength - at < 4 + length)
			break;
		handler(the, p[4], p + 5, length - 1);
		at += 4 + length;
	}
	if (at) {
		memmove(gInBuffer, gInBuffer + at, gInLength - at);
		gInLength -= at;
	}
	return 1;
}
