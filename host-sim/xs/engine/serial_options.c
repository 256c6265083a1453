/* Options of a constructor, and the pins that are taken. */
#include "serial.h"

static uint64_t gPinsInUse = 0;

/* Pushes the option. */
static void push(txMachine* the, txSlot* options, const char* name)
{
	mxPushSlot(options);
	fxGetID(the, fxNewNameC(the, (txString)name));
}

int optionHas(txMachine* the, txSlot* options, const char* name)
{
	mxPushSlot(options);
	return fxHasID(the, fxNewNameC(the, (txString)name));
}

int optionInteger(txMachine* the, txSlot* options, const char* name)
{
	int result;
	push(the, options, name);
	result = fxToInteger(the, the->stack);
	mxPop();
	return result;
}

int optionPin(txMachine* the, txSlot* options, const char* name)
{
	int pin = -1;
	if (!optionHas(the, options, name))
		return -1;
	push(the, options, name);
	if (the->stack->kind == XS_UNDEFINED_KIND)
		mxUnknownError("invalid");
	pin = fxToInteger(the, the->stack);
	mxPop();
	if ((pin < 0) || (pin > 63) || (gPinsInUse & ((uint64_t)1 << pin)))
		mxUnknownError("in use");
	return pin;
}

void optionString(txMachine* the, txSlot* options, const char* name, char* buffer, size_t size)
{
	push(the, options, name);
	fxToStringBuffer(the, the->stack, buffer, (txSize)size);
	mxPop();
}

void pinUse(int pin)
{
	if (pin >= 0) gPinsInUse |= (uint64_t)1 << pin;
}

void pinFree(int pin)
{
	if (pin >= 0) gPinsInUse &= ~((uint64_t)1 << pin);
}
