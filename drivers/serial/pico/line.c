/*
	A UART of the RP2040 (datasheet 4.2, a PL011): interrupts move bytes between its FIFOs, of 32 each, and two rings.
*/
#include "hardware/clocks.h"
#include "hardware/gpio.h"
#include "hardware/irq.h"
#include "hardware/sync.h"
#include "hardware/uart.h"
#include "line.h"

static_assert(NUM_UARTS == 2, "two UARTs");

// What the sender may still send after it was told to wait must fit in the FIFO: told at 16 of 32 (datasheet 4.2.6).
enum { kAtFour = 0, kAtSixteen = 2 };

enum { kRetry = 1000 };		// microseconds

// The roles of pins, counted as the chip does.
enum { kTransmit, kReceive, kClearToSend, kRequestToSend };

static Line *lines[2];

static uart_inst_t *uartOf(const Line *line)
{
	return uart_get_instance(line->options.port);
}

static uart_hw_t *registersOf(const Line *line)
{
	return uart_get_hw(uartOf(line));
}

// Whether a sender can be made to wait. Then bytes without room stay in the FIFO.
static bool holds(const LineOptions *options)
{
	return options->flowControl && (options->requestToSend != NO_PIN);
}

/*
	Moving bytes. With interrupts off.
*/

static int64_t tellAgain(alarm_id_t alarm, void *data)
{
	Line *line = data;
	if (!(*line->onMoved)(line))
		return kRetry;
	line->chip.retry = 0;
	return 0;
}

static void tell(Line *line)
{
	if (!(*line->onMoved)(line) && !line->chip.retry)
		line->chip.retry = add_alarm_in_us(kRetry, tellAgain, line, true);
}

static void service(Line *line)
{
	uart_hw_t *registers = registersOf(line);
	Ring *in = &line->chip.in;
	Ring *out = &line->chip.out;
	bool isHeld = false;
	bool hasMoved = false;

	while (!(registers->fr & UART_UARTFR_RXFE_BITS)) {
		bool isFull = ringFree(in) == 0;
		if (isFull && holds(&line->options)) {
			isHeld = true;
			break;
		}
		uint8_t byte = (uint8_t)registers->dr;
		if (isFull)
			line->overruns += 1;
		else
			ringPut(in, byte);
		hasMoved = true;
	}
	if (registers->rsr & UART_UARTRSR_OE_BITS) {
		line->overruns += 1;	// the FIFO was full: something was lost, the hardware does not say how much
		registers->rsr = 0;		// any value clears it
	}

	while (!(registers->fr & UART_UARTFR_TXFF_BITS) && ringCount(out)) {
		registers->dr = ringTake(out);
		hasMoved = true;
	}

	uint32_t wanted = 0;
	if ((line->options.receive != NO_PIN) && !isHeld)
		wanted |= UART_UARTIMSC_RXIM_BITS | UART_UARTIMSC_RTIM_BITS;	// at the level, or when no more came for 32 bit times
	if (ringCount(out))
		wanted |= UART_UARTIMSC_TXIM_BITS;
	registers->imsc = wanted;

	if (hasMoved)
		tell(line);
}

static void serviceFromProgram(Line *line)
{
	uint32_t state = save_and_disable_interrupts();
	service(line);
	restore_interrupts(state);
}

static void interrupt0(void)
{
	service(lines[0]);
}

static void interrupt1(void)
{
	service(lines[1]);
}

static void (*const interrupts[2])(void) = { interrupt0, interrupt1 };

/*
	Opening and closing.
*/

// A pin's UART must be the one of the pins before. Datasheet 1.4.3: TX, RX, CTS, RTS in this order, in groups of four that
// belong to UART 0, 1, 1, 0, 0, 1, 1, 0.
static const char *checkPin(LineOptions *options, int pin, int role)
{
	if (pin == NO_PIN)
		return NULL;
	if ((pin > 29) || ((pin & 3) != role))
		return "no pin for this";
	int port = ((pin + 4) >> 3) & 1;
	if ((options->port != ANY_PORT) && (options->port != port))
		return "pin of another port";
	options->port = port;
	return NULL;
}

const char *lineCheck(LineOptions *options)
{
	const char *wrong = checkPin(options, options->transmit, kTransmit);
	if (!wrong)
		wrong = checkPin(options, options->receive, kReceive);
	if (!wrong)
		wrong = checkPin(options, options->clearToSend, kClearToSend);
	if (!wrong)
		wrong = checkPin(options, options->requestToSend, kRequestToSend);
	if (wrong)
		return wrong;
	if (options->baud > clock_get_hz(clk_peri) / 16)
		return "invalid baud";
	if (lines[options->port] || irq_get_exclusive_handler(UART0_IRQ + options->port))
		return "port in use";
	return NULL;
}

static void usePin(int pin)
{
	if (pin != NO_PIN)
		gpio_set_function(pin, GPIO_FUNC_UART);
}

static void giveUpPin(int pin)
{
	if (pin == NO_PIN)
		return;
	gpio_disable_pulls(pin);
	gpio_deinit(pin);
}

bool lineOpen(Line *line)
{
	const LineOptions *options = &line->options;
	uart_inst_t *uart = uartOf(line);
	int interrupt = UART0_IRQ + options->port;
	uint32_t level = holds(options) ? kAtSixteen : kAtFour;

	line->chip.in = (Ring){ .bytes = line->chip.inBytes, .size = sizeof(line->chip.inBytes) };
	line->chip.out = (Ring){ .bytes = line->chip.outBytes, .size = sizeof(line->chip.outBytes) };

	uart_init(uart, options->baud);		// 8N1, FIFOs on
	uart_set_hw_flow(uart, options->flowControl && (options->clearToSend != NO_PIN), holds(options));
	registersOf(line)->ifls = (level << UART_UARTIFLS_RXIFLSEL_LSB) | (kAtFour << UART_UARTIFLS_TXIFLSEL_LSB);

	lines[options->port] = line;
	irq_set_exclusive_handler(interrupt, interrupts[options->port]);
	irq_set_enabled(interrupt, true);

	if (options->receive != NO_PIN)
		gpio_pull_up(options->receive);			// a line without a sender is idle, not noise
	if (options->clearToSend != NO_PIN)
		gpio_pull_down(options->clearToSend);	// low is "clear": without a peer nothing waits for it
	usePin(options->transmit);
	usePin(options->receive);
	usePin(options->clearToSend);
	usePin(options->requestToSend);

	uint32_t state = save_and_disable_interrupts();
	service(line);
	tell(line);
	restore_interrupts(state);
	return true;
}

void lineClose(Line *line)
{
	const LineOptions *options = &line->options;
	int interrupt = UART0_IRQ + options->port;

	registersOf(line)->imsc = 0;
	irq_set_enabled(interrupt, false);
	irq_remove_handler(interrupt, interrupts[options->port]);
	if (line->chip.retry > 0)
		cancel_alarm(line->chip.retry);
	lines[options->port] = NULL;
	giveUpPin(options->transmit);
	giveUpPin(options->receive);
	giveUpPin(options->clearToSend);
	giveUpPin(options->requestToSend);
	uart_deinit(uartOf(line));
}

/*
	The program's side of the rings.
*/

uint32_t lineReceived(const Line *line)
{
	return line->chip.in.put;
}

uint32_t lineWaiting(const Line *line)
{
	return ringCount(&line->chip.in);
}

void lineTake(Line *line, uint8_t *to, uint32_t count)
{
	ringTakeAll(&line->chip.in, to, count);
	if (holds(&line->options))
		serviceFromProgram(line);	// a sender may have been waiting
}

uint32_t lineRoom(const Line *line)
{
	return ringFree(&line->chip.out);
}

uint32_t lineCapacity(const Line *line)
{
	return line->chip.out.size;
}

void linePut(Line *line, const uint8_t *from, uint32_t count)
{
	ringPutAll(&line->chip.out, from, count);
	serviceFromProgram(line);
}

void lineForget(Line *line, bool input, bool output)
{
	uint32_t state = save_and_disable_interrupts();		// the interrupt takes from `out`
	service(line);
	if (input)
		ringSkipAll(&line->chip.in);
	if (output)
		ringSkipAll(&line->chip.out);	// what is in the hardware's FIFO already, 32 bytes at most, goes out
	service(line);
	tell(line);
	restore_interrupts(state);
}

/*
	Controls.
*/

void lineSetRequestToSend(Line *line, bool on)
{
	hw_write_masked(&registersOf(line)->cr, bool_to_bit(on) << UART_UARTCR_RTS_LSB, UART_UARTCR_RTS_BITS);
}

void lineSetBreak(Line *line, bool on)
{
	uart_set_break(uartOf(line), on);
}

bool lineIsClearToSend(const Line *line)
{
	return (registersOf(line)->fr & UART_UARTFR_CTS_BITS) != 0;
}
