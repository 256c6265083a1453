/* "embedded:io/serial" as the SDK's platforms have it. A port is the UART and its line; a serial is the program's
   object on it; a dialect is one platform's driver (SDK 8.2.3, modules/io/serial). */
#ifndef __SERIAL__
#define __SERIAL__
#include "host.h"

typedef struct Port Port;
typedef struct Serial Serial;
typedef struct Dialect Dialect;

enum { FORMAT_NUMBER = 1, FORMAT_BUFFER = 2, FORMAT_STRING = 3 };

struct Port {
	Port* next;
	int id;
	char device[128];
	const Dialect* dialect;
	Serial* serial;			/* who has it open */
	int taken;				/* cannot be opened (again) */
	uint32_t opened;		/* how often it was: another Serial may lie where the last one was */
	uint8_t* rx;			/* receive FIFO */
	uint32_t rxSize, rxHead, rxCount;
	int hold;				/* what finds no room waits on the line, instead of being lost */
	uint8_t* held;
	uint32_t heldCount, heldSize;
	uint32_t txSize;
	int paced;				/* bytes take their time at the port's baud */
	double byteTime;		/* ms */
	double txClear;			/* when the last byte written will have left */
	double arrival;			/* when the last byte came */
	int fresh;				/* bytes came that no event has told of yet */
	double received, dropped, unheard, sent;
};

struct Serial {
	txMachine* the;
	Port* port;
	txSlot self;			/* a root while open */
	txSlot onReadable, onWritable;	/* undefined without callback; marked by the hook */
	int format;
	int baud;
	int transmit, receive;	/* pins, or -1 */
	int readable, writable;	/* events on their way to the program */
	int rxEnabled, txEnabled;	/* interrupts */
	int posted;				/* pico: a message is out */
	uint8_t uses;			/* pico: its count of itself */
	int dead;				/* pico: it freed itself */
	double tick;			/* esp32, pico, lin: when to look again */
};

struct Dialect {
	const char* name;
	uint32_t rxSize, txSize;
	void (*open)(txMachine* the, Serial* serial, txSlot* options);	/* sets port, pins; throws */
	void (*opened)(Serial* serial);
	void (*read)(txMachine* the, Serial* serial);
	void (*write)(txMachine* the, Serial* serial);
	void (*closed)(Serial* serial);
	int (*service)(Serial* serial);		/* calls what is due; how many callbacks ran */
	double (*deadline)(Serial* serial);	/* when to be called again, or -1 */
	int formats;						/* bits: 1 << FORMAT_… */
};

extern const Dialect gStandardDialect, gEsp32Dialect, gPicoDialect, gLinDialect, gMacDialect;

/* port.c */
extern Port* gPorts;
void serialAddPort(const char* text);		/* id,dialect,rx,tx,hold,paced,device; 0: the dialect's size */
void serialArrived(int id, const uint8_t* bytes, uint32_t count);
void serialReport(int id);
Port* portById(int id);
Port* portByDevice(const char* device);
void portOpen(Port* port, Serial* serial);
void portClose(Port* port);
uint32_t portTake(Port* port, uint8_t* bytes, uint32_t count);	/* out of the receive FIFO */
void portFlushInput(Port* port);
void portGive(Port* port, const uint8_t* bytes, uint32_t count);	/* to the line */
uint32_t portInFlight(Port* port);			/* bytes written that have not left yet */
double portTimeOf(Port* port, uint32_t inFlight);	/* when no more than that will be in flight */
int timeReached(double time);
int stillOpen(Port* port, uint32_t opened);	/* since `port->opened` was that */

/* serial.c */
void serialInstall(txMachine* the);
int serialService(txMachine* the);
double serialDeadline(void);

/* serial_options.c */
int optionHas(txMachine* the, txSlot* options, const char* name);
int optionInteger(txMachine* the, txSlot* options, const char* name);
int optionPin(txMachine* the, txSlot* options, const char* name);	/* -1 without; throws when in use */
void optionString(txMachine* the, txSlot* options, const char* name, char* buffer, size_t size);
void pinUse(int pin);
void pinFree(int pin);

/* serial_io.c: what several dialects share */
#define BUFFER(SLOT) ((SLOT)->kind == XS_REFERENCE_KIND)
void bytesOf(txMachine* the, txSlot* slot, uint8_t** bytes, uint32_t* count, int writable);
void resultNewBuffer(txMachine* the, Serial* serial, uint32_t size, uint32_t available);
void readFilling(txMachine* the, Serial* serial, int strict);
void writeByteOrBuffer(txMachine* the, Serial* serial, uint32_t room, const char* full);
int callReadable(Serial* serial, uint32_t count);
int callWritable(Serial* serial, uint32_t count);
#endif
