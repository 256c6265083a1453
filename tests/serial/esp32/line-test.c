/* What line.h promises, of the ESP32's line: run by line.test.ts. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "line.h"

static volatile int gMoved = 0, gRefuse = 0;
static bool moved(Line *line) { gMoved++; if (gRefuse) { gRefuse--; return false; } return true; }
static void check(int holds, const char *what) { if (!holds) { printf("FAILED %s\n", what); exit(1); } printf("ok %s\n", what); }

static Line *fresh(void)
{
	Line *line = calloc(1, sizeof(Line));
	line->options = (LineOptions){ ANY_PORT, 17, 16, NO_PIN, NO_PIN, false, 230400 };
	line->onMoved = moved;
	return line;
}
static Line *opened(void)
{
	Line *line = fresh();
	check(lineCheck(&line->options) == NULL && line->options.port == 1, "options are good, and the port is decided");
	check(lineOpen(line), "opens");
	return line;
}
/* Until something holds, two seconds at most; the wire passes what it has. */
#define UNTIL(HOLDS) for (int i = 0; i < 2000 && !(HOLDS); i++) { wirePass(100); usleep(1000); }

int main(void)
{
	uint8_t out[256], in[1024];
	Line *line = fresh(), *other;
	for (int i = 0; i < 256; i++) out[i] = (uint8_t)(i * 7);

	line->options.transmit = 34;
	check(lineCheck(&line->options) != NULL, "a pin that is input only cannot transmit");
	line->options = (LineOptions){ 3, 17, 16, NO_PIN, NO_PIN, false, 230400 };
	check(lineCheck(&line->options) != NULL, "there is no port 3");
	line->options = (LineOptions){ 1, 17, 16, NO_PIN, NO_PIN, false, 6000000 };
	check(lineCheck(&line->options) != NULL, "nor such a speed");
	free(line);

	line = opened();
	other = fresh();
	check(lineCheck(&other->options) != NULL, "a port in use is refused");
	check(lineRoom(line) == 256 && lineCapacity(line) == 256, "all of the ring is free");
	UNTIL(gMoved > 0)
	check(gMoved > 0, "opening is told");

	/* a stream, longer than rings and FIFOs, read in pieces of any length */
	{
		uint32_t sent = 0, taken = 0, wrong = 0;
		srand(1);
		for (int turn = 0; turn < 20000 && taken < 20000; turn++) {
			uint32_t count = rand() % 200;
			if (sent < 20000 && count <= lineRoom(line)) {
				for (uint32_t i = 0; i < count; i++) out[i] = (uint8_t)((sent + i) * 31 >> 3);
				linePut(line, out, count);
				sent += count;
			}
			wirePass(rand() % 90);
			count = lineWaiting(line);
			if (count > 100) count = rand() % 100;
			lineTake(line, in, count);
			for (uint32_t i = 0; i < count; i++) wrong += in[i] != (uint8_t)((taken + i) * 31 >> 3);
			taken += count;
			if (turn % 4 == 0) usleep(200);
		}
		check(taken >= 20000 && !wrong && !line->overruns, "20,000 bytes pass in order, none lost");
		UNTIL(lineReceived(line) == sent)
		check(lineReceived(line) == sent, "received counts since the beginning");
		lineForget(line, true, true);
		check(lineReceived(line) == sent && lineWaiting(line) == 0, "what is forgotten was received");
	}

	/* a message that could not be posted is tried again */
	{
		int before;
		UNTIL(lineRoom(line) == 256)
		gRefuse = 5;
		before = gMoved;
		linePut(line, out, 1);
		UNTIL(gRefuse == 0 && gMoved > before + 5)
		check(gMoved > before + 5, "refused, it is told again soon");
		UNTIL(lineWaiting(line) == 1)
		lineForget(line, true, false);
	}

	/* nobody reads: the ring of 512 and the FIFO of 128 fill, then bytes are lost, and that is counted */
	{
		for (int i = 0; i < 8; i++) { UNTIL(lineRoom(line) >= 128) linePut(line, out, 128); }
		UNTIL(line->overruns > 0)
		check(lineWaiting(line) == 512 && line->overruns == 1, "what finds no room is lost and counted, what was there before stays");
		UNTIL(lineRoom(line) == 256)
		lineForget(line, true, true);
		check(lineWaiting(line) == 0, "forgotten");
	}

	/* what waits to be sent is thrown away but for the FIFO's, and what is put after that is not */
	{
		linePut(line, out, 256);
		lineForget(line, false, true);
		check(lineRoom(line) == 256, "room at once");
		memset(in, 0, sizeof(in));
		linePut(line, (const uint8_t *)"after", 5);
		UNTIL(lineWaiting(line) >= 5 && (lineTake(line, in, 512), 1))
		usleep(20000);
		wirePass(500);
		check(memmem(in, sizeof(in), "after", 5) || (lineTake(line, in, lineWaiting(line)), memmem(in, sizeof(in), "after", 5)), "what is put after forgetting goes out");
	}

	linePut(line, out, 256);
	lineClose(line);
	check(gPinsGivenBack == 2 && !uart_is_driver_installed(1), "closed with bytes under way: the task has ended, port and pins are given back");
	free(line);
	for (int i = 0; i < 50; i++) { line = fresh(); lineCheck(&line->options); if (!lineOpen(line)) check(0, "reopens"); linePut(line, out, 100); lineClose(line); free(line); }
	check(1, "opens and closes fifty times");
	free(other);
	return 0;
}
