/* From reset to the engine's main: the pipes that the launcher gave to the emulator, and the options. */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

extern char bssStart[], bssEnd[], stackTop[], end[], heapEnd[];
extern int main(int argc, char** argv);
extern void initialise_monitor_handles(void);
extern void __libc_init_array(void);

#define MOST_OPTIONS 64
#define LONGEST_OPTION 4096

/* The emulator's own descriptors 3 and 4 become ours of the same numbers; 5 holds the options, one a line. */
static int prepare(char** argv)
{
	static char line[LONGEST_OPTION];
	int argc = 1;
	FILE* options;
	if (open("/proc/self/fd/3", O_RDONLY) != 3 || open("/proc/self/fd/4", O_WRONLY) != 4) {
		printf("the launcher's pipes are missing\n");
		exit(2);
	}
	options = fopen("/proc/self/fd/5", "r");
	argv[0] = "engine";
	/* before them, what the launcher has in the environment */
	if (options && fgets(line, sizeof(line), options)) {
		line[strcspn(line, "\n")] = 0;
		setenv("MC_CONFIG", line, 1);
	}
	while (options && (argc < MOST_OPTIONS) && fgets(line, sizeof(line), options)) {
		line[strcspn(line, "\n")] = 0;
		argv[argc++] = strdup(line);
	}
	if (options)
		fclose(options);
	return argc;
}

void reset(void)
{
	static char* argv[MOST_OPTIONS + 1];
	memset(bssStart, 0, (size_t)(bssEnd - bssStart));
	*(volatile uint32_t*)0xE000ED88 |= 0xF << 20;	/* CPACR: the FPU is on */
	__asm volatile("dsb; isb");
	initialise_monitor_handles();
	__libc_init_array();
	exit(main(prepare(argv), argv));
}

static void fault(void)
{
	static const char text[] = "hard fault\n";
	write(2, text, sizeof(text) - 1);
	_exit(99);
}

void _init(void) {}
void _fini(void) {}
int setitimer(int which, const struct itimerval* value, struct itimerval* former) { return 0; }
int usleep(useconds_t microseconds) { return 0; }
int clock_gettime(clockid_t clock, struct timespec* result) { result->tv_sec = result->tv_nsec = 0; return 0; }

void* _sbrk(int count)
{
	static char* at;
	char* result;
	if (!at)
		at = end;
	if (at + count > heapEnd)
		return (void*)-1;
	result = at;
	at += count;
	return result;
}

__attribute__((section(".vectors"), used)) void* const vectors[16] = {
	stackTop, reset, fault, fault, fault, fault, fault, 0, 0, 0, 0, fault, fault, 0, fault, fault
};
