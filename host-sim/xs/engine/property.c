/* The engine's own xsProperty.c, with classes as on a device, where they lie in flash. When an instance gets a private method,
   the engine makes the instance the method's home object, unless the method is in flash, which cannot be written. With classes
   in the heap the latest instance of each would stay alive through its class, with everything that it knows: a driver that was
   closed, say. Here a private method keeps the home that it has. */
#include "xsAll.h"

#define fxDefinePrivateProperty definePrivateInHeap
static txBoolean definePrivateInHeap(txMachine* the, txSlot* instance, txSlot* check, txID id, txSlot* slot, txFlag mask);
#include "xsProperty.c"
#undef fxDefinePrivateProperty

txBoolean fxDefinePrivateProperty(txMachine* the, txSlot* instance, txSlot* check, txID id, txSlot* slot, txFlag mask)
{
	txSlot* function = NULL;
	txSlot *home, *former;
	txBoolean result;
	if (mask & XS_METHOD_FLAG) {
		if (mask & XS_GETTER_FLAG)
			function = slot->value.accessor.getter;
		else if (mask & XS_SETTER_FLAG)
			function = slot->value.accessor.setter;
		else if (slot->kind == XS_REFERENCE_KIND)
			function = slot->value.reference;
	}
	if (!function || !mxIsFunction(function))
		return definePrivateInHeap(the, instance, check, id, slot, mask);
	home = mxFunctionInstanceHome(function);
	former = home->value.home.object;
	result = definePrivateInHeap(the, instance, check, id, slot, mask);
	home->value.home.object = former;
	return result;
}
