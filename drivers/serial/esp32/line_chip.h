#include "mc.defines.h"		// the manifest's "defines"
#include "freertos/FreeRTOS.h"
#include "freertos/queue.h"
#include "freertos/semphr.h"
#include "ring.h"

// "defines": { "serial": { "receive": …, "transmit": … } }
#ifndef MODDEF_SERIAL_RECEIVE
	#define MODDEF_SERIAL_RECEIVE (2048)
#endif
#ifndef MODDEF_SERIAL_TRANSMIT
	#define MODDEF_SERIAL_TRANSMIT (1024)
#endif
_Static_assert(MODDEF_SERIAL_RECEIVE > 128, "defines.serial.receive: more than the FIFO's 128");
#define isPowerOfTwo(it) (((it) > 0) && (((it) & ((it) - 1)) == 0))
_Static_assert(isPowerOfTwo(MODDEF_SERIAL_TRANSMIT), "defines.serial.transmit: a power of two");

typedef struct {
	QueueHandle_t events;		// the driver's, and wakes of our own
	SemaphoreHandle_t ended;	// given by the task when it is over
	volatile bool isClosing;
	volatile uint32_t taken;	// received bytes that the program has taken, or forgotten, modulo 2^32
	volatile bool isForgetting;	// what waits to be sent is to be thrown away
	Ring out;
	uint8_t outBytes[MODDEF_SERIAL_TRANSMIT];
} LineChip;

// Never waits: the task must not, while the program waits for it to end. The SDK has no other call that does not.
#define postMessage(the, deliver, refcon) modMessagePostToMachineFromISR(the, deliver, refcon)
