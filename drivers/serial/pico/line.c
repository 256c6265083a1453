#include "hardware/clocks.h"
#include "hardware/gpio.h"
#include "hardware/irq.h"
#include "hardware/sync.h"
#include "line.h"

static_assert(NUM_UARTS == 2, "two UARTs");

// What the sender may still send after it was told to wait must fit in the FIFO: told at 16 of 32 (datasheet 4.2.6).
enum { kAtFour = 0, kAtSixteen = 2 };

static Line *lines[2];

static uart_inst_t *uartOf(const Line *line)
{
	return uart_get_instance(line->port);
}

static uart_hw_t *registersOf(const Line *line)
{
	return uart_get_hw(uartOf(line));
}

// Whether a sender can be made to wait. Then bytes without room stay in the FIFO.
static bool holds(const Line *line)
{
	return line->flowControl && line->requestToSend != NO_PIN;
}

static void interrupt0(void)
{
	lineService(lines[0]);
}

static void interrupt1(void)
{
	lineService(lines[1]);
}

static void (*const interrupts[2])(void) = { interrupt0, interrupt1 };

bool lineIsFree(uint8_t port)
{
	return !lines[port] && !irq_get_exclusive_handler(UART0_IRQ + port);
}

int linePortOfPin(uint32_t pin, int role)
{
	// datasheet 1.4.3: TX, RX, CTS, RTS in this order, in groups of four: UART 0, 1, 1, 0, 0, 1, 1, 0
	if ((pin > 29) || ((int)(pin & 3) != role))
		return -1;
	return ((pin + 4) >> 3) & 1;
}

uint32_t lineFastest(void)
{
	return clock_get_hz(clk_peri) / 16;
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

void lineOpen(Line *line)
{
	uart_inst_t *uart = uartOf(line);
	uint32_t level = holds(line) ? kAtSixteen : kAtFour;

	uart_init(uart, line->baud);	// 8N1, FIFOs on
	uart_set_hw_flow(uart, line->flowControl && (line->clearToSend != NO_PIN), holds(line));
	registersOf(line)->ifls = (level << UART_UARTIFLS_RXIFLSEL_LSB) | (kAtFour << UART_UARTIFLS_TXIFLSEL_LSB);

	lines[line->port] = line;
	irq_set_exclusive_handler(UART0_IRQ + line->port, interrupts[line->port]);
	irq_set_enabled(UART0_IRQ + line->port, true);

	if (line->receive != NO_PIN)
		gpio_pull_up(line->receive);	// a line without a sender is idle, not noise
	if (line->clearToSend != NO_PIN)
		gpio_pull_down(line->clearToSend);	// low is "clear": without a peer nothing waits for it
	usePin(line->transmit);
	usePin(line->receive);
	usePin(line->clearToSend);
	usePin(line->requestToSend);

	uint32_t state = save_and_disable_interrupts();
	lineService(line);
	restore_interrupts(state);
}

void lineClose(Line *line)
{
	int interrupt = UART0_IRQ + line->port;

	registersOf(line)->imsc = 0;
	irq_set_enabled(interrupt, false);
	irq_remove_handler(interrupt, interrupts[line->port]);
	lines[line->port] = NULL;
	giveUpPin(line->transmit);
	giveUpPin(line->receive);
	giveUpPin(line->clearToSend);
	giveUpPin(line->requestToSend);
	uart_deinit(uartOf(line));
}

void lineService(Line *line)
{
	uart_hw_t *registers = registersOf(line);
	bool isHeld = false;
	bool moved = false;

	while (!(registers->fr & UART_UARTFR_RXFE_BITS)) {
		bool isFull = ringFree(&line->in) == 0;
		if (isFull && holds(line)) {
			isHeld = true;
			break;
		}
		uint8_t byte = (uint8_t)registers->dr;
		if (isFull)
			line->overruns += 1;
		else
			ringPut(&line->in, byte);
		moved = true;
	}
	if (registers->rsr & UART_UARTRSR_OE_BITS) {
		line->overruns += 1;	// the FIFO was full: something was lost, the hardware does not say how much
		registers->rsr = 0;		// any value clears it
	}

	while (!(registers->fr & UART_UARTFR_TXFF_BITS) && ringCount(&line->out)) {
		registers->dr = ringTake(&line->out);
		moved = true;
	}

	uint32_t wanted = 0;
	if ((line->receive != NO_PIN) && !isHeld)
		wanted |= UART_UARTIMSC_RXIM_BITS | UART_UARTIMSC_RTIM_BITS;	// at the level, or when no more came for 32 bit times
	if (ringCount(&line->out))
		wanted |= UART_UARTIMSC_TXIM_BITS;
	registers->imsc = wanted;

	if (moved)
		(*line->onMoved)(line);
}

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
