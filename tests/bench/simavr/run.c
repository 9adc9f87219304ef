/*
 * Runs a firmware in simavr and prints what its pins, USART and TWI did, for a second opinion.
 *
 * Usage: run MCU HZ FIRMWARE.hex CYCLES INPUTS.txt
 * INPUTS: one event a line, in order of time.
 *   d CYCLE PORT BIT LEVEL      a digital level on a pin, e.g. "d 160000 D 2 1"; level 2 lets it go
 *   a CYCLE CHANNEL MILLIVOLTS  a voltage on an ADC channel
 *   s CYCLE BYTE                a byte for USART 0
 *   t 0 ADDRESS                 an I2C device that acknowledges everything
 *   h 0 PORT BIT                a resistor to 5 V outside
 *   w 0 PORT PIN_ADDRESS        look at what the chip does to the pins of this port (needed for r)
 *   r CYCLES PORT BIT LEVEL CAUSE_PORT CAUSE_BIT N
 *                               an answer: a level so many cycles after the chip changed what it does
 *                               to the cause's pin (0, 1, input, pull-up) for the Nth time
 *   o 0 ADDRESS                 a register whose writes are printed
 * Output: "p CYCLE PORT BIT LEVEL", "u CYCLE BYTE", "t CYCLE start|write|stop VALUE",
 * "m CYCLE ADDRESS VALUE", "end CYCLE STATE".
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

#define MAX_EVENTS 400000
#define MAX_PENDING 500
#define PORTS 12
#define LET_GO 2
/* Of the timers of the 328P, 32U4 and 2560. */
#define FIRST_TIMSK 0x6e
#define LAST_TIMSK 0x73

struct event {
  char kind;
  unsigned long long cycle;
  char port;
  int a, b;
  /* Of an answer: its cause, and the next answer with a cause on the same pin. */
  char cause_port;
  int cause_bit, nth;
  struct event *next;
};

static avr_t *avr;
static struct event events[MAX_EVENTS], answers[MAX_EVENTS], pending[MAX_PENDING];
static int event_count, answer_count, pending_count;
static char acknowledges[128];
static avr_irq_t *twi;

/* What is outside: who drives, to which level, and where a resistor pulls up. */
static uint8_t driven[PORTS], level[PORTS], pulled[PORTS];
/* Addresses of the PIN registers; DDR and PORT follow. */
static int pin_address[PORTS];
/* What the chip does to each pin, how often that changed, and the answer that is due next. */
static uint8_t drive[PORTS][8];
static int changes[PORTS][8];
static struct event *due[PORTS][8], *last_answer[PORTS][8];

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
    if (acknowledges[address & 127])
      avr_raise_irq(twi + TWI_IRQ_INPUT, avr_twi_irq_msg(TWI_COND_ACK, message.u.twi.addr, 1));
  }
  if (message.u.twi.msg & TWI_COND_WRITE) {
    printf("t %llu write %u\n", cycle, message.u.twi.data);
    avr_raise_irq(twi + TWI_IRQ_INPUT, avr_twi_irq_msg(TWI_COND_ACK, message.u.twi.addr, 1));
  }
}

static void on_register(struct avr_irq_t *irq, uint32_t value, void *param) {
  (void)irq;
  printf("m %llu %ld %u\n", (unsigned long long)avr->cycle, (long)param, value);
}

/*
 * simavr forgets an interrupt whose flag is set while it is not enabled; the chip serves it as soon as
 * it is enabled (ATmega328P DS40002061, 7.7). Called after each write to a TIMSK register.
 */
static void on_enable(struct avr_irq_t *irq, uint32_t value, void *param) {
  (void)irq, (void)value;
  for (int i = 0; i < avr->interrupts.vector_count; i++) {
    avr_int_vector_t *vector = avr->interrupts.vector[i];
    if (vector->enable.reg != (long)param || vector->pending) continue;
    if (avr_regbit_get(avr, vector->enable) && avr_regbit_get(avr, vector->raised))
      avr_raise_interrupt(avr, vector);
  }
}

/* Puts an answer among those that will come, in order of time. */
static void answer(const struct event *e) {
  if (pending_count == MAX_PENDING) return;
  unsigned long long cycle = avr->cycle + e->cycle;
  int at = pending_count++;
  for (; at > 0 && pending[at - 1].cycle > cycle; at--) pending[at] = pending[at - 1];
  pending[at] = *e;
  pending[at].cycle = cycle;
}

/* Called after each write to a PIN, DDR or PORT register that is looked at. */
static void on_drive(struct avr_irq_t *irq, uint32_t value, void *param) {
  (void)irq, (void)value;
  long port = (long)param;
  uint8_t ddr = avr->data[pin_address[port] + 1], out = avr->data[pin_address[port] + 2];
  for (int bit = 0; bit < 8; bit++) {
    uint8_t now = (uint8_t)((ddr >> bit & 1) << 1 | (out >> bit & 1));
    if (now == drive[port][bit]) continue;
    drive[port][bit] = now;
    int nth = ++changes[port][bit];
    struct event **next = &due[port][bit];
    for (; *next && (*next)->nth <= nth; *next = (*next)->next)
      if ((*next)->nth == nth) answer(*next);
  }
}

static void look_at(char name, int address) {
  long port = name - 'A';
  if (pin_address[port]) return;
  pin_address[port] = address;
  for (int i = 0; i < 3; i++)
    avr_irq_register_notify(avr_iomem_getirq(avr, (avr_io_addr_t)(address + i), NULL, AVR_IOMEM_IRQ_ALL), on_drive,
                            (void *)port);
}

static void add_answer(const struct event *e) {
  struct event *kept = &answers[answer_count++];
  *kept = *e;
  int port = e->cause_port - 'A', bit = e->cause_bit & 7;
  if (last_answer[port][bit]) last_answer[port][bit]->next = kept;
  else due[port][bit] = kept;
  last_answer[port][bit] = kept;
}

static int parse(const char *line, struct event *e) {
  switch (e->kind) {
    case 'd': return sscanf(line, "%llu %c %d %d", &e->cycle, &e->port, &e->a, &e->b) == 4;
    case 'a': return sscanf(line, "%llu %d %d", &e->cycle, &e->a, &e->b) == 3;
    case 'h':
    case 'w': return sscanf(line, "%llu %c %d", &e->cycle, &e->port, &e->a) == 3;
    case 'r':
      return sscanf(line, "%llu %c %d %d %c %d %d", &e->cycle, &e->port, &e->a, &e->b, &e->cause_port,
                    &e->cause_bit, &e->nth) == 7;
    default: return sscanf(line, "%llu %d", &e->cycle, &e->a) == 2;
  }
}

static int is_port(char name) { return name == 0 || (name >= 'A' && name < 'A' + PORTS); }

static int read_events(const char *path) {
  FILE *file = fopen(path, "r");
  if (!file) return 0;
  char line[100];
  while (event_count < MAX_EVENTS && answer_count < MAX_EVENTS && fgets(line, sizeof line, file)) {
    struct event e = {.kind = line[0]};
    if (!parse(line + 1, &e) || !is_port(e.port) || !is_port(e.cause_port)) return 0;
    if (e.kind == 't') acknowledges[e.a & 127] = 1;
    else if (e.kind == 'h') pulled[e.port - 'A'] |= (uint8_t)(1 << (e.a & 7));
    else if (e.kind == 'w') look_at(e.port, e.a);
    else if (e.kind == 'r') add_answer(&e);
    else if (e.kind == 'o')
      avr_irq_register_notify(avr_iomem_getirq(avr, (avr_io_addr_t)e.a, NULL, AVR_IOMEM_IRQ_ALL), on_register,
                              (void *)(long)e.a);
    else events[event_count++] = e;
  }
  int is_whole = feof(file);
  fclose(file);
  return is_whole;
}

/* Tells simavr what is outside a port, so that it is still there when the chip lets a pin go. */
static void set_outside(char name) {
  int port = name - 'A';
  avr_ioport_external_t outside = {
      .name = (unsigned char)name,
      .mask = driven[port] | pulled[port],
      .value = (uint8_t)((driven[port] & level[port]) | (~driven[port] & pulled[port])),
  };
  avr_ioctl(avr, AVR_IOCTL_IOPORT_SET_EXTERNAL(name), &outside);
}

static void set_pin(const struct event *e) {
  int port = e->port - 'A', bit = e->a & 7;
  uint8_t mask = (uint8_t)(1 << bit);
  avr_ioport_state_t state = {0};
  if (avr_ioctl(avr, AVR_IOCTL_IOPORT_GETSTATE(e->port), &state) != 0) return;
  driven[port] = e->b == LET_GO ? driven[port] & ~mask : driven[port] | mask;
  level[port] = e->b == 1 ? level[port] | mask : level[port] & ~mask;
  set_outside(e->port);
  if (state.ddr & mask) return;
  uint32_t now = driven[port] & mask ? e->b == 1 : ((pulled[port] | state.port) & mask) != 0;
  avr_raise_irq(avr_io_getirq(avr, AVR_IOCTL_IOPORT_GETIRQ(e->port), bit), now);
}

static void apply(const struct event *e) {
  if (e->kind == 'd' || e->kind == 'r') set_pin(e);
  avr_irq_t *irq = NULL;
  if (e->kind == 'a') irq = avr_io_getirq(avr, AVR_IOCTL_ADC_GETIRQ, ADC_IRQ_ADC0 + e->a);
  if (e->kind == 's') irq = avr_io_getirq(avr, AVR_IOCTL_UART_GETIRQ('0'), UART_IRQ_INPUT);
  if (irq) avr_raise_irq(irq, (uint32_t)(e->kind == 'a' ? e->b : e->a));
}

static void apply_pending(void) {
  while (pending_count > 0 && pending[0].cycle <= avr->cycle) {
    struct event e = pending[0];
    pending_count--;
    memmove(pending, pending + 1, sizeof e * (size_t)pending_count);
    apply(&e);
  }
}

int main(int argc, char **argv) {
  if (argc != 6) return 2;
  avr = avr_make_mcu_by_name(argv[1]);
  if (!avr) return 2;
  avr_init(avr);
  if (!read_events(argv[5])) return 2;
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
  for (char port = 'A'; port < 'A' + PORTS; port++)
    if (pulled[port - 'A']) set_outside(port);
  for (long timsk = FIRST_TIMSK; timsk <= LAST_TIMSK; timsk++)
    avr_irq_register_notify(avr_iomem_getirq(avr, (avr_io_addr_t)timsk, NULL, AVR_IOMEM_IRQ_ALL), on_enable,
                            (void *)timsk);
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
    apply_pending();
    state = avr_run(avr);
  }
  printf("end %llu %d\n", (unsigned long long)avr->cycle, state);
  return 0;
}
