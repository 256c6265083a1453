/*
	A UART of the ESP32 over ESP-IDF's driver: its interrupt moves what comes into its ring. Its own ring for what goes out
	waits when it is full, which a program must not; so that one is ours, and a task moves it on into the FIFO.
*/
#include "driver/gpio.h"
#include "driver/uart.h"
#include "freertos/task.h"
#include "line.h"

enum { kEvents = 32, kStack = 3072, kPriority = 10 };
// Ticks to the next look: while something waits to be sent, for the FIFO's 128 bytes not to run out, and else because a full
// queue may have swallowed an event.
enum { kSending = 1, kIdle = 100 };
// The sender is told to wait when so many bytes are in the FIFO of 128, and may still send some.
enum { kHoldAt = 100, kFastest = 5000000 };

static bool holds(const LineOptions *options)
{
	return options->flowControl && (options->requestToSend != NO_PIN);
}

static bool minds(const LineOptions *options)
{
	return options->flowControl && (options->clearToSend != NO_PIN);
}

/*
	The line's task: the only one that takes from `out`.
*/

static void send(Line *line)
{
	Ring *out = &line->chip.out;

	if (line->chip.isForgetting) {
		ringSkipAll(out);
		line->chip.isForgetting = false;
	}
	uint32_t waiting;
	while ((waiting = ringCount(out)) != 0) {
		uint32_t at = out->taken & (out->size - 1);
		uint32_t count = out->size - at;		// in one piece
		if (count > waiting)
			count = waiting;
		int sent = uart_tx_chars(line->options.port, (const char *)out->bytes + at, count);
		if (sent <= 0)
			break;
		ringBarrier();
		out->taken += sent;
	}
}

static void run(void *it)
{
	Line *line = it;
	bool isTold = true;

	while (!line->chip.isClosing) {
		uart_event_t event;
		TickType_t wait = (!isTold || ringCount(&line->chip.out)) ? kSending : kIdle;
		if (xQueueReceive(line->chip.events, &event, wait) == pdTRUE) {
			// the FIFO was full, and the driver has emptied it: something was lost, it does not say how much
			if (event.type == UART_FIFO_OVF)
				line->overruns += 1;
		}
		send(line);
		isTold = line->chip.isClosing || (*line->onMoved)(line);
	}
	xSemaphoreGive(line->chip.ended);
	vTaskDelete(NULL);
}

// The task looks again. When its queue is full it will in any case.
static void wake(Line *line)
{
	const uart_event_t event = { .type = UART_EVENT_MAX };
	xQueueSend(line->chip.events, &event, 0);
}

/*
	Opening and closing.
*/

const char *lineCheck(LineOptions *options)
{
	if (options->port == ANY_PORT)
		options->port = 1;
	if ((options->port < 0) || (options->port >= SOC_UART_HP_NUM))
		return "no such port";
	const int outputs[] = { options->transmit, options->requestToSend };
	const int inputs[] = { options->receive, options->clearToSend };
	for (int i = 0; i < 2; i++) {
		if ((outputs[i] != NO_PIN) && !GPIO_IS_VALID_OUTPUT_GPIO(outputs[i]))
			return "no pin for this";
		if ((inputs[i] != NO_PIN) && !GPIO_IS_VALID_GPIO(inputs[i]))
			return "no pin for this";
	}
	if (options->baud > kFastest)
		return "invalid baud";
	if (uart_is_driver_installed(options->port))
		return "port in use";
	return NULL;
}

static bool configure(const LineOptions *options)
{
	int flow = (holds(options) ? UART_HW_FLOWCTRL_RTS : 0) | (minds(options) ? UART_HW_FLOWCTRL_CTS : 0);
	const uart_config_t config = {
		.baud_rate = options->baud,
		.data_bits = UART_DATA_8_BITS,
		.parity = UART_PARITY_DISABLE,
		.stop_bits = UART_STOP_BITS_1,
		.flow_ctrl = (uart_hw_flowcontrol_t)flow,
		.rx_flow_ctrl_thresh = kHoldAt,
		.source_clk = UART_SCLK_DEFAULT,
	};
	_Static_assert((NO_PIN == UART_PIN_NO_CHANGE) && (NO_PIN == GPIO_NUM_NC), "no pin");
	return (uart_param_config(options->port, &config) == ESP_OK) &&
		(uart_set_pin(options->port, options->transmit, options->receive, options->requestToSend, options->clearToSend) == ESP_OK);
}

bool lineOpen(Line *line)
{
	const LineOptions *options = &line->options;
	LineChip *chip = &line->chip;

	chip->out = (Ring){ .bytes = chip->outBytes, .size = sizeof(chip->outBytes) };
	chip->ended = xSemaphoreCreateBinary();
	if (!chip->ended)
		return false;
	if (uart_driver_install(options->port, MODDEF_SERIAL_RECEIVE, 0, kEvents, &chip->events, 0) != ESP_OK) {
		vSemaphoreDelete(chip->ended);
		return false;
	}
	if (!configure(options) || (xTaskCreate(run, "serial", kStack, line, kPriority, NULL) != pdPASS)) {
		uart_driver_delete(options->port);
		vSemaphoreDelete(chip->ended);
		return false;
	}
	if (options->clearToSend != NO_PIN)
		gpio_set_pull_mode(options->clearToSend, GPIO_PULLDOWN_ONLY);	// low is "clear": without a peer nothing waits for it
	wake(line);
	return true;
}

static void giveUpPin(int pin)
{
	if (pin != NO_PIN)
		gpio_reset_pin(pin);
}

void lineClose(Line *line)
{
	const LineOptions *options = &line->options;

	line->chip.isClosing = true;
	wake(line);
	xSemaphoreTake(line->chip.ended, portMAX_DELAY);
	vSemaphoreDelete(line->chip.ended);
	uart_driver_delete(options->port);
	giveUpPin(options->transmit);
	giveUpPin(options->receive);
	giveUpPin(options->clearToSend);
	giveUpPin(options->requestToSend);
}

/*
	The program's side.
*/

uint32_t lineWaiting(const Line *line)
{
	size_t count = 0;
	uart_get_buffered_data_len(line->options.port, &count);
	return count;
}

// In the task this may be behind what the program takes meanwhile; each taking wakes the task, which looks again.
uint32_t lineReceived(const Line *line)
{
	return line->chip.taken + lineWaiting(line);
}

void lineTake(Line *line, uint8_t *to, uint32_t count)
{
	int taken = uart_read_bytes(line->options.port, to, count, 0);
	if (taken > 0)
		line->chip.taken += taken;
	wake(line);
}

uint32_t lineRoom(const Line *line)
{
	return line->chip.isForgetting ? line->chip.out.size : ringFree(&line->chip.out);
}

uint32_t lineCapacity(const Line *line)
{
	return line->chip.out.size;
}

void linePut(Line *line, const uint8_t *from, uint32_t count)
{
	while (line->chip.isForgetting)		// what is new is not to be thrown away with it: the task is woken, and quick
		vTaskDelay(1);
	ringPutAll(&line->chip.out, from, count);
	wake(line);
}

void lineForget(Line *line, bool input, bool output)
{
	if (input) {
		line->chip.taken += lineWaiting(line);
		uart_flush_input(line->options.port);
	}
	if (output)
		line->chip.isForgetting = true;		// what is in the FIFO already, 128 bytes at most, goes out
	wake(line);
}

/*
	Controls.
*/

void lineSetRequestToSend(Line *line, bool on)
{
	uart_set_rts(line->options.port, on);
}

void lineSetBreak(Line *line, bool on)
{
	uart_set_line_inverse(line->options.port, on ? UART_SIGNAL_TXD_INV : UART_SIGNAL_INV_DISABLE);
}

bool lineIsClearToSend(const Line *line)
{
	return (line->options.clearToSend != NO_PIN) && (gpio_get_level(line->options.clearToSend) == 0);
}
