#include "mc.defines.h"		// the manifest's "defines"
#include "pico/time.h"
#include "ring.h"

// "defines": { "serial": { "receive": …, "transmit": … } }
#ifndef MODDEF_SERIAL_RECEIVE
	#define MODDEF_SERIAL_RECEIVE (2048)
#endif
#ifndef MODDEF_SERIAL_TRANSMIT
	#define MODDEF_SERIAL_TRANSMIT (1024)
#endif
#define isPowerOfTwo(it) (((it) > 0) && (((it) & ((it) - 1)) == 0))
_Static_assert(isPowerOfTwo(MODDEF_SERIAL_RECEIVE), "defines.serial.receive: a power of two");
_Static_assert(isPowerOfTwo(MODDEF_SERIAL_TRANSMIT), "defines.serial.transmit: a power of two");

typedef struct {
	Ring in, out;
	alarm_id_t retry;		// when onMoved wants to be called again; 0 when it does not
	uint8_t inBytes[MODDEF_SERIAL_RECEIVE];
	uint8_t outBytes[MODDEF_SERIAL_TRANSMIT];
} LineChip;

// Messages come from interrupts, or with them off.
#define postMessage(the, deliver, refcon) modMessagePostToMachineFromISR(the, deliver, refcon)
