#include "idf.h"
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

typedef struct Queue {
	pthread_mutex_t mutex;
	pthread_cond_t changed;
	size_t size;
	int capacity, count, first;
	uint8_t *items;
} Queue;

static Queue *queueNew(int capacity, size_t size)
{
	Queue *queue = calloc(1, sizeof(Queue));
	pthread_mutex_init(&queue->mutex, NULL);
	pthread_cond_init(&queue->changed, NULL);
	queue->capacity = capacity;
	queue->size = size;
	queue->items = calloc(capacity, size ? size : 1);
	return queue;
}

BaseType_t xQueueReceive(Queue *queue, void *to, TickType_t ticks)
{
	struct timespec until;
	BaseType_t got = pdFALSE;
	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_nsec += (long)(ticks % 1000) * 1000000;
	until.tv_sec += (ticks == portMAX_DELAY ? 60 : ticks / 1000) + until.tv_nsec / 1000000000;
	until.tv_nsec %= 1000000000;
	pthread_mutex_lock(&queue->mutex);
	while (!queue->count && ticks && !pthread_cond_timedwait(&queue->changed, &queue->mutex, &until))
		;
	if (queue->count) {
		memcpy(to, queue->items + queue->first * queue->size, queue->size);
		queue->first = (queue->first + 1) % queue->capacity;
		queue->count--;
		got = pdTRUE;
	}
	pthread_mutex_unlock(&queue->mutex);
	return got;
}

BaseType_t xQueueSend(Queue *queue, const void *from, TickType_t ticks)
{
	BaseType_t sent = pdFALSE;
	pthread_mutex_lock(&queue->mutex);
	if (queue->count < queue->capacity) {
		memcpy(queue->items + (queue->first + queue->count++) % queue->capacity * queue->size, from, queue->size);
		sent = pdTRUE;
		pthread_cond_signal(&queue->changed);
	}
	pthread_mutex_unlock(&queue->mutex);
	return sent;
}

SemaphoreHandle_t xSemaphoreCreateBinary(void) { return queueNew(1, 1); }
BaseType_t xSemaphoreGive(Queue *it) { return xQueueSend(it, "", 0); }
BaseType_t xSemaphoreTake(Queue *it, TickType_t ticks) { char none; return xQueueReceive(it, &none, ticks); }
void vSemaphoreDelete(Queue *it) { free(it->items); free(it); }

typedef struct { void (*run)(void *); void *it; } Task;
static void *taskRun(void *it) { Task task = *(Task *)it; free(it); task.run(task.it); return NULL; }
BaseType_t xTaskCreate(void (*run)(void *), const char *name, uint32_t stack, void *it, int priority, void *handle)
{
	pthread_t thread;
	Task *task = malloc(sizeof(Task));
	*task = (Task){ run, it };
	return pthread_create(&thread, NULL, taskRun, task) ? pdFALSE : pdPASS;
}
void vTaskDelete(void *task) { pthread_exit(NULL); }
void vTaskDelay(TickType_t ticks) { usleep(ticks * 1000); }

/* ---- the UART: FIFOs of 128 bytes, a ring for what came ---- */
enum { FIFO = 128 };
static pthread_mutex_t gMutex = PTHREAD_MUTEX_INITIALIZER;
static struct { bool installed; Queue *events; uint8_t tx[FIFO], rx[FIFO], *ring; int txCount, rxCount, ringSize, ringCount; } gUart[SOC_UART_HP_NUM];
static int gOpen = -1;
int gPinsGivenBack = 0;

static void drop(uint8_t *bytes, int *count, int taken) { *count -= taken; memmove(bytes, bytes + taken, *count); }

/* What the driver's interrupt does. */
static void interrupt(int port)
{
	uart_event_t event = { UART_DATA, 0, false };
	int room = gUart[port].ringSize - gUart[port].ringCount;
	int count = gUart[port].rxCount < room ? gUart[port].rxCount : room;
	if (!count)
		return;
	memcpy(gUart[port].ring + gUart[port].ringCount, gUart[port].rx, count);
	gUart[port].ringCount += count;
	drop(gUart[port].rx, &gUart[port].rxCount, count);
	event.size = count;
	xQueueSend(gUart[port].events, &event, 0);
}

int wirePass(int count)
{
	int passed = 0, port = gOpen;
	pthread_mutex_lock(&gMutex);
	for (; passed < count && gUart[port].txCount; passed++) {
		uint8_t byte = gUart[port].tx[0];
		drop(gUart[port].tx, &gUart[port].txCount, 1);
		if (gUart[port].rxCount == FIFO) {	/* full: the driver empties it and says so */
			uart_event_t event = { UART_FIFO_OVF, 0, false };
			gUart[port].rxCount = 0;
			xQueueSend(gUart[port].events, &event, 0);
			continue;
		}
		gUart[port].rx[gUart[port].rxCount++] = byte;
		if (gUart[port].rxCount >= 120)
			interrupt(port);
	}
	interrupt(port);
	pthread_mutex_unlock(&gMutex);
	return passed;
}

bool uart_is_driver_installed(int port) { return gUart[port].installed; }
esp_err_t uart_driver_install(int port, int receive, int transmit, int events, QueueHandle_t *queue, int flags)
{
	if (receive <= FIFO)
		return ESP_FAIL;
	memset(&gUart[port], 0, sizeof(gUart[port]));
	gUart[port].ring = malloc(gUart[port].ringSize = receive);
	*queue = gUart[port].events = queueNew(events, sizeof(uart_event_t));
	gUart[port].installed = true;
	gOpen = port;
	return ESP_OK;
}
esp_err_t uart_driver_delete(int port)
{
	free(gUart[port].ring);
	vSemaphoreDelete(gUart[port].events);
	gUart[port].installed = false;
	return ESP_OK;
}
esp_err_t uart_param_config(int port, const uart_config_t *config) { return ESP_OK; }
esp_err_t uart_set_pin(int port, int transmit, int receive, int rts, int cts) { return ESP_OK; }
esp_err_t uart_get_buffered_data_len(int port, size_t *count)
{
	pthread_mutex_lock(&gMutex);
	*count = gUart[port].ringCount;
	pthread_mutex_unlock(&gMutex);
	return ESP_OK;
}
int uart_read_bytes(int port, void *to, uint32_t most, TickType_t ticks)
{
	pthread_mutex_lock(&gMutex);
	int count = gUart[port].ringCount < (int)most ? gUart[port].ringCount : (int)most;
	memcpy(to, gUart[port].ring, count);
	drop(gUart[port].ring, &gUart[port].ringCount, count);
	interrupt(port);	/* what waited in the FIFO for room */
	pthread_mutex_unlock(&gMutex);
	return count;
}
int uart_tx_chars(int port, const char *from, uint32_t most)
{
	pthread_mutex_lock(&gMutex);
	int room = FIFO - gUart[port].txCount, count = room < (int)most ? room : (int)most;
	memcpy(gUart[port].tx + gUart[port].txCount, from, count);
	gUart[port].txCount += count;
	pthread_mutex_unlock(&gMutex);
	return count;
}
esp_err_t uart_flush_input(int port)
{
	pthread_mutex_lock(&gMutex);
	gUart[port].ringCount = gUart[port].rxCount = 0;
	pthread_mutex_unlock(&gMutex);
	return ESP_OK;
}
esp_err_t uart_set_rts(int port, int level) { return ESP_OK; }
esp_err_t uart_set_line_inverse(int port, uint32_t mask) { return ESP_OK; }
int gpio_get_level(int pin) { return 0; }
esp_err_t gpio_reset_pin(int pin) { gPinsGivenBack++; return ESP_OK; }
esp_err_t gpio_set_pull_mode(int pin, int mode) { return ESP_OK; }
