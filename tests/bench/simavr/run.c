/*
 * Runs a firmware in simavr and prints what its pins, USART and TWI did, for a second opinion.
 *
 * Usage: run MCU HZ FIRMWARE.hex CYCLES INPUTS.txt
 * INPUTS: one event a line, in order of time.
 *   d CYCLE PORT BIT LEVEL      a digital level on a pin, e.g. "d 160000 D 2 1"
 *   a CYCLE CHANNEL MILLIVOLTS  a voltage on an ADC channel
 *   s CYCLE BYTE                a byte for USART 0
 *   t 0 ADDRESS                 an I2C device that acknowledges everything
 * Output: "p CYCLE PORT BIT LEVEL", "u CYCLE BYTE", "t CYCLE start|write|stop VALUE", "end CYCLE STATE".
 */
#include <simavr/avr_adc.h>
#include <simavr/avr_ioport.h>
#include <simavr/avr_twi.h>
#include <simavr/avr_uart.h>
#include <simavr/sim_avr.h>
#include <simavr/sim_hex.h>
#include <simavr/sim_irq.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_EVENTS 20000

struct event {
  char kind;
  unsigned long long cycle;
  char port;
  int a, b;
};

static avr_t *avr;
static struct event events[MAX_EVENTS];
static int event_count;
static char answers[128];
static avr_irq_t *twi;

static void on_pin(struct avr_irq_t *irq, uint32_t value, void *param) {
  (void)irq;
  long which = (long)param;
  printf("p %llu %c %ld %u\n", (unsigned long long)avr->cycle, (char)(which >> 8), which & 7, value & 1);
}

static void on_uart(struct avr_irq_t *irq, uint32_t value, void *param) {
  (void)irq, (void)param;
  printf("u %llu %u\n", (unsigned long long)avr->cycle, value & 0xff);
}

static void on_twi(struct avr_irq_t *irq, uint32_t value, void *param) {
  (void)irq, (void)param;
  avr_twi_msg_irq_t message = {.u.v = value};
  unsigned long long cycle = avr->cycle;
  int address = message.u.twi.addr >> 1;
  if (message.u.twi.msg & TWI_COND_STOP) printf("t %llu stop 0\n", cycle);
  if (message.u.twi.msg & TWI_COND_START) {
    printf("t %llu start %u\n", cycle, message.u.twi.addr);
    if (answers[address & 127])
      avr_raise_irq(twi + TWI_IRQ_INPUT, avr_twi_irq_msg(TWI_COND_ACK, message.u.twi.addr, 1));
  }
  if (message.u.twi.msg & TWI_COND_WRITE) {
    printf("t %llu write %u\n", cycle, message.u.twi.data);
    avr_raise_irq(twi + TWI_IRQ_INPUT, avr_twi_irq_msg(TWI_COND_ACK, message.u.twi.addr, 1));
  }
}

static int read_events(const char *path) {
  FILE *file = fopen(path, "r");
  if (!file) return 0;
  char line[100];
  while (event_count < MAX_EVENTS && fgets(line, sizeof line, file)) {
    struct event e = {.kind = line[0]};
    int ok = e.kind == 'd'   ? sscanf(line + 1, "%llu %c %d %d", &e.cycle, &e.port, &e.a, &e.b) == 4
             : e.kind == 'a' ? sscanf(line + 1, "%llu %d %d", &e.cycle, &e.a, &e.b) == 3
                             : sscanf(line + 1, "%llu %d", &e.cycle, &e.a) == 2;
    if (!ok) return 0;
    if (e.kind == 't') answers[e.a & 127] = 1;
    else events[event_count++] = e;
  }
  fclose(file);
  return 1;
}

static void apply(const struct event *e) {
  avr_irq_t *irq = NULL;
  uint32_t value = (uint32_t)e->b;
  if (e->kind == 'd') irq = avr_io_getirq(avr, AVR_IOCTL_IOPORT_GETIRQ(e->port), e->a);
  if (e->kind == 'a') irq = avr_io_getirq(avr, AVR_IOCTL_ADC_GETIRQ, ADC_IRQ_ADC0 + e->a);
  if (e->kind == 's') {
    irq = avr_io_getirq(avr, AVR_IOCTL_UART_GETIRQ('0'), UART_IRQ_INPUT);
    value = (uint32_t)e->a;
  }
  if (irq) avr_raise_irq(irq, value);
}

int main(int argc, char **argv) {
  if (argc != 6) return 2;
  avr = avr_make_mcu_by_name(argv[1]);
  if (!avr || !read_events(argv[5])) return 2;
  avr_init(avr);
  avr->frequency = (uint32_t)atol(argv[2]);
  avr->vcc = avr->avcc = avr->aref = 5000;
  avr->log = LOG_NONE;
  ihex_chunk_p chunks = NULL;
  int count = read_ihex_chunks(argv[3], &chunks);
  if (count <= 0) return 2;
  for (int i = 0; i < count; i++) memcpy(avr->flash + chunks[i].baseaddr, chunks[i].data, chunks[i].size);
  avr->pc = 0;
  avr->codeend = avr->flashend;

  for (char port = 'A'; port <= 'L'; port++)
    for (long bit = 0; bit < 8; bit++) {
      avr_irq_t *irq = avr_io_getirq(avr, AVR_IOCTL_IOPORT_GETIRQ(port), (int)bit);
      if (irq) avr_irq_register_notify(irq, on_pin, (void *)((long)port << 8 | bit));
    }
  uint32_t flags = 0;
  avr_ioctl(avr, AVR_IOCTL_UART_SET_FLAGS('0'), &flags);
  avr_irq_t *uart = avr_io_getirq(avr, AVR_IOCTL_UART_GETIRQ('0'), UART_IRQ_OUTPUT);
  if (uart) avr_irq_register_notify(uart, on_uart, NULL);
  twi = avr_io_getirq(avr, AVR_IOCTL_TWI_GETIRQ(0), 0);
  if (twi) avr_irq_register_notify(twi + TWI_IRQ_OUTPUT, on_twi, NULL);

  unsigned long long limit = strtoull(argv[4], NULL, 10);
  int next = 0, state = cpu_Running;
  while (avr->cycle < limit && state != cpu_Done && state != cpu_Crashed) {
    while (next < event_count && events[next].cycle <= avr->cycle) apply(&events[next++]);
    state = avr_run(avr);
  }
  printf("end %llu %d\n", (unsigned long long)avr->cycle, state);
  return 0;
}
