/* The engine's own memory.c, with an ear at the end of each collection. Live counts alone say nothing about what was
   allocated and collected in between; live now + freed by all collections so far = allocated since the start. */
#define mxReport 1
#define fxReport memoryReport
#include "xsMemory.c"
#undef fxReport
#include "host.h"

#define STACK_UNTOUCHED 0xA5
static txSlot gWitness;
static double gSlotsBefore, gChunksBefore, gSlotsFreed, gChunksFreed, gCollections;
double gCallbackSlots = 0, gCallbackChunks = 0;

/* Called while the engine marks, before it frees anything: a host object's mark hook. */
static void collectionStarts(txMachine* the, void* data, txMarkRoot markRoot)
{
	gSlotsBefore = the->currentHeapCount;
	gChunksBefore = the->currentChunksSize;
}

/* xsMemory.c tells what it does through fxReport, and "# Slot collection" is the last thing a collection does. */
void memoryReport(txMachine* the, txString format, ...)
{
	if (!strncmp(format, "# Slot collection", 17)) {
		gCollections++;
		if (gWitness.kind == XS_REFERENCE_KIND) {
			gSlotsFreed += gSlotsBefore - the->currentHeapCount;
			gChunksFreed += gChunksBefore - the->currentChunksSize;
		}
	}
}

static txHostHooks gWitnessHooks = { C_NULL, collectionStarts };

/* fixHeap(slots, bytes): from here on so many slots and bytes of chunks are free, and the heap does not grow. What a device
   keeps in flash was loaded into it before; the rest is taken away by a chain of slots and a chunk that nobody uses. */
static void heapFix(txMachine* the)
{
	txInteger slots = fxToInteger(the, mxArgv(0)), bytes = fxToInteger(the, mxArgv(1));
	static txSlot filler;
	txSlot* last = fxNewInstance(the);
	mxPull(filler);
	fxRemember(the, &filler);
	last = last->next = fxNewSlot(the);
	fxCollectGarbage(the);
	fxCollectGarbage(the);
	last->value.string = fxNewChunk(the, the->maximumChunksSize - the->currentChunksSize - bytes - 64);
	last->kind = XS_STRING_KIND;
	last->flag = XS_INTERNAL_FLAG;
	while (the->currentHeapCount + slots < the->maximumHeapCount) {
		last = last->next = fxNewSlot(the);
		last->flag = XS_INTERNAL_FLAG;
	}
	the->minimumHeapCount = 0;
	the->minimumChunksSize = 0;
}

void heapInstall(txMachine* the)
{
	fxNewHostObject(the, C_NULL);
	mxPull(gWitness);
	fxSetHostHooks(the, &gWitness, &gWitnessHooks);
	fxSetHostData(the, &gWitness, &gWitness);	/* hooks are not called for an object without data */
	fxRemember(the, &gWitness);
	hostNative(the, "fixHeap", heapFix, 2);
	memset(the->stackBottom, STACK_UNTOUCHED, (char*)the->stack - (char*)the->stackBottom);
}

/* How deep the stack ever was, in slots: what lies below has still the pattern of the start. */
static double stackPeak(txMachine* the)
{
	uint8_t* untouched = (uint8_t*)the->stackBottom;
	while ((untouched < (uint8_t*)the->stack) && (*untouched == STACK_UNTOUCHED))
		untouched++;
	return (double)(the->stackTop - (txSlot*)untouched);
}

void heapAllocated(txMachine* the, double* slots, double* chunks)
{
	*slots = the->currentHeapCount + gSlotsFreed;
	*chunks = the->currentChunksSize + gChunksFreed;
}

/* Arrays longer than what they hold. One that grows is given room to spare, and moving it the engine goes through that as well,
   up to its length: over what was never written. Only right after a collection, when all that there is can be looked at. */
double heapHoles(txMachine* the)
{
	double count = 0;
	txSlot *heap, *slot;
	for (heap = the->firstHeap; heap; heap = heap->next) {
		txSlot* limit = heap->value.reference;
		for (slot = heap + 1; slot < limit; slot++) {
			if ((slot->kind == XS_ARRAY_KIND) && (slot->ID == XS_ARRAY_BEHAVIOR)
				&& (slot->value.array.length > fxGetIndexSize(the, slot)))
				count++;
		}
	}
	return count;
}

void heapReport(txMachine* the, HeapReport* report)
{
	report->slots = the->currentHeapCount;
	report->chunks = the->currentChunksSize;
	report->peakSlots = the->peakHeapCount;
	report->peakChunks = the->peakChunksSize;
	report->maximumSlots = the->maximumHeapCount;
	report->maximumChunks = the->maximumChunksSize;
	report->collections = gCollections;
	heapAllocated(the, &report->allocatedSlots, &report->allocatedChunks);
	report->callbackSlots = gCallbackSlots;
	report->callbackChunks = gCallbackChunks;
	report->stackPeak = stackPeak(the);
}
