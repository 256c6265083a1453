/* Modules: specifiers are looked up in a map written by the launcher (specifier TAB file), as mcconfig's manifests do. */
#include "host.h"
#include "xsScript.h"

int gLiteralsInHeap = 0;

typedef struct { char* specifier; char* path; } Module;
static Module* gModules = NULL;
static int gModuleCount = 0;

int modulesReadMap(const char* path)
{
	char line[2 * C_PATH_MAX + 2];
	FILE* file = fopen(path, "r");
	if (!file)
		return 0;
	while (fgets(line, sizeof(line), file)) {
		char* tab = strchr(line, '\t');
		char* end = strchr(line, '\n');
		if (!tab || !end)
			continue;
		*tab = *end = 0;
		gModules = realloc(gModules, (gModuleCount + 1) * sizeof(Module));
		gModules[gModuleCount].specifier = strdup(line);
		gModules[gModuleCount++].path = strdup(tab + 1);
	}
	fclose(file);
	return 1;
}

static const char* pathOf(const char* specifier)
{
	int i;
	for (i = 0; i < gModuleCount; i++)
		if (!strcmp(gModules[i].specifier, specifier))
			return gModules[i].path;
	return NULL;
}

/* The name of a module is its specifier; relative specifiers are refused, as mcconfig's flat names would. */
txID fxFindModule(txMachine* the, txSlot* realm, txID moduleID, txSlot* slot)
{
	char name[C_PATH_MAX];
	fxToStringBuffer(the, slot, name, sizeof(name));
	return pathOf(name) ? fxNewNameC(the, name) : XS_NO_ID;
}

static txScript* parse(txMachine* the, const char* path, const char* name)
{
	txParser parserRecord;
	txParser* parser = &parserRecord;
	txParserJump jump;
	txScript* volatile script = NULL;
	txString map = NULL;
	FILE* file = fopen(path, "r");
	if (!file)
		return NULL;
	fxInitializeParser(parser, the, the->parserBufferSize, the->parserTableModulo);
	parser->firstJump = &jump;
	if (c_setjmp(jump.jmp_buf) == 0) {
		parser->path = fxNewParserSymbol(parser, (txString)name);
		fxParserTree(parser, file, (txGetter)fgetc, 0, &map);
		fxParserHoist(parser);
		fxParserBind(parser);
		script = fxParserCode(parser);
	}
	fclose(file);
	fxTerminateParser(parser);
	return script;
}

/* Code stays where it is (on a device: in flash), so that evaluating a function copies nothing into the heap; nor does
   evaluating a literal, unless literals are to be copied, as those of preloaded modules are. That is what the SDK's linker
   does. */
extern void fxRemapIDs(txMachine* the, txByte* codeBuffer, txSize codeSize, txID* theIDs);
static void keepInFlash(txMachine* the, txScript* script)
{
	txByte* p = script->symbolsBuffer;
	txByte* end;
	txID count, i;
	txID* ids;
	mxDecodeID(p, count);
	ids = calloc(count, sizeof(txID));
	ids[0] = XS_NO_ID;
	for (i = 1; i < count; i++) {
		ids[i] = fxNewNameC(the, (txString)p);
		p += strlen((char*)p) + 1;
	}
	fxRemapIDs(the, script->codeBuffer, script->codeSize, ids);
	free(ids);
	for (p = script->codeBuffer, end = p + script->codeSize; p < end; ) {
		txU1 code = *(txU1*)p;
		txS1 size = gxCodeSizes[code];
		if ((code == XS_CODE_CODE_1) || (code == XS_CODE_CODE_2) || (code == XS_CODE_CODE_4))
			*(txU1*)p = code - XS_CODE_CODE_1 + XS_CODE_CODE_ARCHIVE_1;
		else if (!gLiteralsInHeap && ((code == XS_CODE_STRING_1) || (code == XS_CODE_STRING_2) || (code == XS_CODE_STRING_4)))
			*(txU1*)p = code - XS_CODE_STRING_1 + XS_CODE_STRING_ARCHIVE_1;
		if (size > 0) p += size;
		else if (size == 0) p += 1 + sizeof(txID);
		else if (size == -1) { txU1 n = *(txU1*)(p + 1); p += 2 + n; }
		else if (size == -2) { txU2 n; p++; mxDecode2(p, n); p += n; }
		else { txU4 n; p++; mxDecode4(p, n); p += n; }
	}
	script->symbolsBuffer = C_NULL;
}

void fxLoadModule(txMachine* the, txSlot* module, txID moduleID)
{
	const char* name = fxGetKeyName(the, moduleID);
	const char* path = pathOf(name);
	txScript* script = path ? parse(the, path, name) : NULL;
	if (!script)
		return;
	keepInFlash(the, script);
	fxResolveModule(the, module, moduleID, script, C_NULL, C_NULL);
}

/* Prints what each module's code takes, a line each: specifier, bytes of bytecode, bytes of its names. */
void modulesPrintSizes(txMachine* the)
{
	int i;
	for (i = 0; i < gModuleCount; i++) {
		txScript* script = parse(the, gModules[i].path, gModules[i].specifier);
		if (script)
			printf("%s\t%d\t%d\n", gModules[i].specifier, (int)script->codeSize, (int)script->symbolsSize);
	}
}

static void fulfilled(txMachine* the)
{
}

static void rejected(txMachine* the)
{
	mxException.kind = mxArgv(0)->kind;
	mxException.value = mxArgv(0)->value;
	fxAbort(the, XS_UNHANDLED_EXCEPTION_EXIT);
}

/* Imports a module; what it throws ends the machine. */
void modulesRun(txMachine* the, const char* specifier)
{
	txSlot* realm = mxProgram.value.reference->next->value.module.realm;
	mxPushStringC((txString)specifier);
#if XS_MAJOR_VERSION >= 16
	mxPushUndefined();
	fxRunImport(the, realm, C_NULL);
#else
	fxRunImport(the, realm, XS_NO_ID);
#endif
	mxDub();
	fxGetID(the, mxID(_then));
	mxCall();
	fxNewHostFunction(the, fulfilled, 1, XS_NO_ID, XS_NO_ID);
	fxNewHostFunction(the, rejected, 1, XS_NO_ID, XS_NO_ID);
	mxRunCount(2);
	mxPop();
}
