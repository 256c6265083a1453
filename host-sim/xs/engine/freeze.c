/* Built-ins as on a device, where they lie in flash: the SDK's linker freezes them. Then `error.name = "…"` throws, since a
   property that is inherited and cannot be written cannot be made by an assignment. */
#include "host.h"

#if XS_MAJOR_VERSION < 16
	#define stackIntrinsics stackPrototypes
#endif

static void freeze(txMachine* the, txSlot* object)
{
	mxPush(mxObjectConstructor);
	mxPush(mxObjectConstructor);
	fxGetID(the, mxID(_freeze));
	mxCall();
	mxPushSlot(object);
	mxRunCount(1);
	mxPop();
}

static void freezePrototypeOf(txMachine* the, txSlot* constructor)
{
	mxPushSlot(constructor);
	fxGetID(the, mxID(_prototype));
	freeze(the, the->stack);
	mxPop();
}

void builtInsFreeze(txMachine* the)
{
	txInteger i;
	txSlot* const objects[] = {
		&mxAtomicsObject, &mxJSONObject, &mxMathObject, &mxReflectObject,
		&mxAggregateErrorPrototype, &mxArrayBufferPrototype, &mxArrayIteratorPrototype, &mxArrayPrototype,
		&mxAsyncFunctionPrototype, &mxBigIntPrototype, &mxBooleanPrototype, &mxDataViewPrototype, &mxDatePrototype,
		&mxErrorPrototype, &mxEvalErrorPrototype, &mxFunctionPrototype, &mxGeneratorFunctionPrototype, &mxGeneratorPrototype,
		&mxHostPrototype, &mxIteratorPrototype, &mxMapIteratorPrototype, &mxMapPrototype, &mxModulePrototype,
		&mxNumberPrototype, &mxObjectPrototype, &mxPromisePrototype, &mxProxyPrototype, &mxRangeErrorPrototype,
		&mxReferenceErrorPrototype, &mxRegExpPrototype, &mxSetIteratorPrototype, &mxSetPrototype,
		&mxStringIteratorPrototype, &mxStringPrototype, &mxSymbolPrototype, &mxSyntaxErrorPrototype,
		&mxTypedArrayPrototype, &mxTypeErrorPrototype, &mxURIErrorPrototype, &mxWeakMapPrototype, &mxWeakRefPrototype,
		&mxWeakSetPrototype,
	};
	for (i = 0; i < (txInteger)(sizeof(objects) / sizeof(objects[0])); i++)
		freeze(the, objects[i]);
	for (i = 0; i < mxTypeArrayCount; i++)
		freezePrototypeOf(the, &the->stackIntrinsics[-1 - (txInteger)gxTypeDispatches[i].constructorID]);
}
