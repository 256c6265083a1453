/*
	A UART of the RP2040 (datasheet 4.2, a PL011): interrupts move bytes between its FIFOs, of 32 each, and two rings.
	Knows nothing of JavaScript.
*/
#ifndef __LINE_H__
#define __LINE_H__

#include <stdbool.h>
#include "hardware/uart.h"
#include "ring.h"

#define NO_PIN (-1)

typedef struct Line Line;

struct Line {
	// to be filled in before opening
	uint8_t port;				// 0 or 1
	int8_t transmit;			// pins, or NO_PIN
	int8_t receive;
	int8_t clearToSend;
	int8_t requestToSend;
	bool flowControl;			// the hardware minds clearToSend and drives requestToSend, as far as they have pins
	uint32_t baud;
	Ring in, out;
	void (*onMoved)(Line *line);	// bytes came or went; called with interrupts off, mostly from one

	// to be read
	volatile uint32_t overruns;	// bytes lost for want of room; of those that the hardware lost one is counted for each gap
};

// Whether nobody has it.
bool lineIsFree(uint8_t port);

// Which UART a pin belongs to: 0, 1, or -1 if it does not do for this role. Roles are counted as the chip does.
enum { kTransmit, kReceive, kClearToSend, kRequestToSend };
int linePortOfPin(uint32_t pin, int role);

// The highest baud rate that there is.
uint32_t lineFastest(void);

void lineOpen(Line *line);
void lineClose(Line *line);

// Moves what can be moved: after putting into `out`, and after taking from `in`.
void lineService(Line *line);

// Controls, where the hardware does not mind them itself.
void lineSetRequestToSend(Line *line, bool on);
void lineSetBreak(Line *line, bool on);
bool lineIsClearToSend(const Line *line);

#endif
