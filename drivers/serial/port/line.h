/*
	What a port needs of a chip: one serial line with a buffer each way. Knows nothing of JavaScript; a line.c for each chip
	does it, and its line_chip.h says what it keeps.
*/
#ifndef __LINE_H__
#define __LINE_H__

#include <stdbool.h>
#include <stdint.h>

#define NO_PIN (-1)
#define ANY_PORT (-1)

typedef struct {
	int port;				// the chip's number for it, or ANY_PORT
	int transmit;			// pins, or NO_PIN
	int receive;
	int clearToSend;
	int requestToSend;
	bool flowControl;		// the hardware minds clearToSend and drives requestToSend, as far as they have pins
	uint32_t baud;			// 8N1
} LineOptions;

typedef struct Line Line;

#include "line_chip.h"

struct Line {
	LineOptions options;
	// The line is open, bytes came or went: called from an interrupt or with interrupts off, or from a task of the line's own,
	// never from two places at once. Returns false to be called again soon.
	bool (*onMoved)(Line *line);
	volatile uint32_t overruns;		// bytes lost for want of room; where the hardware does not say how many, one
	LineChip chip;
};

// What is wrong with the options, or NULL. Decides the port where they leave it open.
const char *lineCheck(LineOptions *options);

// False when the chip has no memory left for it. `options` and `onMoved` are to be there before.
bool lineOpen(Line *line);
void lineClose(Line *line);

// Bytes received since the beginning, modulo 2^32, and how many of them wait.
uint32_t lineReceived(const Line *line);
uint32_t lineWaiting(const Line *line);
void lineTake(Line *line, uint8_t *to, uint32_t count);		// as many as wait, at most

// How many bytes there is room for: now, and when all was sent.
uint32_t lineRoom(const Line *line);
uint32_t lineCapacity(const Line *line);
void linePut(Line *line, const uint8_t *from, uint32_t count);	// as many as there is room for, at most

void lineForget(Line *line, bool input, bool output);

// Controls, where the hardware does not mind them itself.
void lineSetRequestToSend(Line *line, bool on);
void lineSetBreak(Line *line, bool on);
bool lineIsClearToSend(const Line *line);

#endif
