/* The program's event loop: timers, then serial ports, promise jobs after each callback; messages of the launcher
   when nothing else is due; until nothing is left. */
#include "host.h"
#include "serial.h"

#define CALLBACKS_PER_TURN 100000
#define CALLBACKS_PER_LIVE_TURN 1000	/* then the launcher is heard again */

int loopTurn(txMachine* the)
{
	int count = 0, ran;
	hostRunJobs(the, HARNESS);
	do {
		ran = timersExecute(the);
		ran += serialService(the);
		if (!ran)
			ran = channelDeliver(the);
		count += ran;
		if (!gLive && (count > CALLBACKS_PER_TURN))
			hostDie("the program does not come to rest: 100000 callbacks without time passing");
	} while (ran && (!gLive || (count < CALLBACKS_PER_LIVE_TURN)));
	fxBeginHost(the);
	fxEndHost(the);
	fxCheckUnhandledRejections(the, 1);
	return ran == 0;
}

double loopDeadline(txMachine* the)
{
	double timers = timersDeadline();
	double serial = serialDeadline();
	if (timers < 0)
		return serial;
	return ((serial < 0) || (timers < serial)) ? timers : serial;
}
