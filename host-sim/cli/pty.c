/*
 * A pseudo-terminal for a program that cannot make one: standard input goes to whoever opens it, what they write comes
 * out of standard output. The first line there is the pseudo-terminal's path. Ends with its standard input.
 */
#define _DEFAULT_SOURCE
#define _XOPEN_SOURCE 600
#define _DARWIN_C_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

static int failed(const char *what)
{
	fprintf(stderr, "%s: %s\n", what, strerror(errno));
	return 1;
}

static int writeAll(int to, const char *bytes, ssize_t count)
{
	while (count > 0) {
		ssize_t written = write(to, bytes, count);
		if (written < 0) {
			if (errno == EINTR) continue;
			return -1;
		}
		bytes += written;
		count -= written;
	}
	return 0;
}

int main(void)
{
	char bytes[4096];
	struct termios settings;
	const char *path;
	int slave, master = posix_openpt(O_RDWR | O_NOCTTY);
	if (master < 0 || grantpt(master) < 0 || unlockpt(master) < 0 || !(path = ptsname(master)))
		return failed("no pseudo-terminal");
	/* kept open: the settings go with the last one who has it open, and reading fails while nobody has */
	slave = open(path, O_RDWR | O_NOCTTY);
	if (slave < 0 || tcgetattr(slave, &settings) < 0) return failed(path);
	cfmakeraw(&settings);
	if (tcsetattr(slave, TCSANOW, &settings) < 0) return failed(path);
	if (fcntl(master, F_SETFL, fcntl(master, F_GETFL) | O_NONBLOCK) < 0) return failed(path);
	printf("%s\n", path);
	fflush(stdout);
	for (;;) {
		struct pollfd polled[2] = {{.fd = 0, .events = POLLIN}, {.fd = master, .events = POLLIN}};
		if (poll(polled, 2, -1) < 0) {
			if (errno == EINTR) continue;
			return failed("poll");
		}
		if (polled[0].revents) {
			ssize_t count = read(0, bytes, sizeof bytes);
			if (count <= 0) return 0;
			/* a UART does not wait for somebody to listen: what does not fit is lost */
			if (write(master, bytes, count) < 0 && errno != EAGAIN) return failed(path);
		}
		if (polled[1].revents) {
			ssize_t count = read(master, bytes, sizeof bytes);
			if (count > 0 && writeAll(1, bytes, count) < 0) return 0;
			if (count < 0 && errno != EAGAIN && errno != EINTR) return failed(path);
		}
	}
}
