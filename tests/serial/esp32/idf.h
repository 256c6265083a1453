/* What drivers/serial/esp32/line.c uses of ESP-IDF, as its documentation has it, played on the host: tasks are threads, and the
   UART's TX is wired to its RX, byte by byte as the test has the time pass. */
#ifndef __IDF_H__
#define __IDF_H__
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef int esp_err_t;
typedef uint32_t TickType_t;
typedef int BaseType_t;
typedef struct Queue *QueueHandle_t;
typedef struct Queue *SemaphoreHandle_t;
enum { ESP_OK = 0, ESP_FAIL = -1, pdFALSE = 0, pdTRUE = 1, pdPASS = 1, SOC_UART_HP_NUM = 3, UART_PIN_NO_CHANGE = -1, GPIO_NUM_NC = -1 };
#define portMAX_DELAY 0xffffffffu

BaseType_t xQueueReceive(QueueHandle_t queue, void *to, TickType_t ticks);
BaseType_t xQueueSend(QueueHandle_t queue, const void *from, TickType_t ticks);
SemaphoreHandle_t xSemaphoreCreateBinary(void);
BaseType_t xSemaphoreTake(SemaphoreHandle_t semaphore, TickType_t ticks);
BaseType_t xSemaphoreGive(SemaphoreHandle_t semaphore);
void vSemaphoreDelete(SemaphoreHandle_t semaphore);
BaseType_t xTaskCreate(void (*run)(void *), const char *name, uint32_t stack, void *it, int priority, void *task);
void vTaskDelete(void *task);
void vTaskDelay(TickType_t ticks);

typedef int uart_hw_flowcontrol_t;
typedef enum { UART_DATA, UART_BUFFER_FULL, UART_FIFO_OVF, UART_EVENT_MAX } uart_event_type_t;
typedef struct { uart_event_type_t type; size_t size; bool timeout_flag; } uart_event_t;
typedef struct { int baud_rate, data_bits, parity, stop_bits; uart_hw_flowcontrol_t flow_ctrl; uint8_t rx_flow_ctrl_thresh; int source_clk; } uart_config_t;
enum { UART_DATA_8_BITS = 3, UART_PARITY_DISABLE = 0, UART_STOP_BITS_1 = 1, UART_SCLK_DEFAULT = 0, UART_HW_FLOWCTRL_RTS = 1, UART_HW_FLOWCTRL_CTS = 2,
	UART_SIGNAL_TXD_INV = 32, UART_SIGNAL_INV_DISABLE = 0, GPIO_PULLDOWN_ONLY = 1 };

bool uart_is_driver_installed(int port);
esp_err_t uart_driver_install(int port, int receive, int transmit, int events, QueueHandle_t *queue, int flags);
esp_err_t uart_driver_delete(int port);
esp_err_t uart_param_config(int port, const uart_config_t *config);
esp_err_t uart_set_pin(int port, int transmit, int receive, int rts, int cts);
esp_err_t uart_get_buffered_data_len(int port, size_t *count);
int uart_read_bytes(int port, void *to, uint32_t count, TickType_t ticks);
int uart_tx_chars(int port, const char *from, uint32_t count);
esp_err_t uart_flush_input(int port);
esp_err_t uart_set_rts(int port, int level);
esp_err_t uart_set_line_inverse(int port, uint32_t mask);
#define GPIO_IS_VALID_GPIO(pin) ((pin) >= 0 && (pin) < 40)
#define GPIO_IS_VALID_OUTPUT_GPIO(pin) ((pin) >= 0 && (pin) < 34)
int gpio_get_level(int pin);
esp_err_t gpio_reset_pin(int pin);
esp_err_t gpio_set_pull_mode(int pin, int mode);

/* For the test: so many bytes pass from TX to RX; whether RX of the ring may be read; pins given back. */
int wirePass(int count);
extern int gPinsGivenBack;
#endif
