/*
 * A board in simavr behind a pseudo-terminal: a real bootloader that a real program can flash.
 *
 * Usage: board MCU HZ BOOTLOADER.hex BOOT_ADDRESS BAUD
 * Output: "port PATH", then "reset MS" whenever the port is opened and "start MS" whenever the program in
 * the flash starts (milliseconds of the wall clock since the first line). Input, one command a line:
 * "dump FILE" writes the whole flash and answers "dumped"; the end of the input ends it.
 * A pseudo-terminal has no DTR: opening it is the reset, as on a computer that raises DTR when a port is
 * opened; inotify tells every opening, also one that follows a closing at once. Bytes go in at the speed of the line; at another speed than BAUD they are damaged. The chip runs
 * no faster than real time.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <poll.h>
#include <simavr/avr_uart.h>
#include <simavr/sim_avr.h>
#include <simavr/sim_hex.h>
#include <simavr/sim_irq.h>
#include <simavr/sim_regbit.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#define SLICE_CYCLES 16000
#define QUEUE 65536

static avr_t *avr;
static int master;
static uint8_t queue[QUEUE];
static unsigned head, tail;
static struct timespec zero;

static double now_ms(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)(t.tv_sec - zero.tv_sec) * 1e3 + (double)(t.tv_nsec - zero.tv_nsec) / 1e6;
}

static void on_uart(struct avr_irq_t *irq, uint32_t value, void *param) {
  (void)irq;
  (void)param;
  uint8_t byte = (uint8_t)value;
  if (write(master, &byte, 1) != 1) return;
}

static void reset_board(uint32_t boot) {
  avr_reset(avr);
  avr->pc = boot;
  avr->state = cpu_Running;
  avr_regbit_set(avr, avr->reset_flags.extrf);
  head = tail = 0;
  printf("reset %.1f\n", now_ms());
}

static unsigned line_speed(void) {
  struct termios t;
  if (tcgetattr(master, &t) != 0) return 0;
  switch (cfgetospeed(&t)) {
    case B57600: return 57600;
    case B115200: return 115200;
    default: return 1;
  }
}

static void read_line(unsigned baud) {
  uint8_t bytes[4096];
  ssize_t count = read(master, bytes, sizeof bytes);
  if (count <= 0) return;
  int right = line_speed() == baud;
  for (ssize_t i = 0; i < count; i++) {
    queue[head++ % QUEUE] = right ? bytes[i] : (uint8_t)(bytes[i] ^ 0x9c);
  }
}

/* How often the port was opened since the last time. */
static int openings(int watch) {
  char events[4096] __attribute__((aligned(__alignof__(struct inotify_event))));
  int count = 0;
  ssize_t length;
  while ((length = read(watch, events, sizeof events)) > 0) {
    for (char *at = events; at < events + length;) {
      struct inotify_event *event = (struct inotify_event *)at;
      if (event->mask & IN_OPEN) count++;
      at += sizeof *event + event->len;
    }
  }
  return count;
}

static int command(void) {
  static char line[4096];
  static size_t length;
  char c;
  while (read(0, &c, 1) == 1) {
    if (c != '\n') {
      if (length < sizeof line - 1) line[length++] = c;
      continue;
    }
    line[length] = 0;
    length = 0;
    if (strncmp(line, "dump ", 5) == 0) {
      FILE *file = fopen(line + 5, "wb");
      if (!file) return 0;
      fwrite(avr->flash, 1, avr->flashend + 1, file);
      fclose(file);
      printf("dumped\n");
    }
  }
  return 1;
}

int main(int argc, char **argv) {
  if (argc != 6) return 2;
  clock_gettime(CLOCK_MONOTONIC, &zero);
  setvbuf(stdout, NULL, _IOLBF, 0);
  avr = avr_make_mcu_by_name(argv[1]);
  if (!avr) return 2;
  avr_init(avr);
  avr->log = LOG_NONE;
  avr->frequency = (uint32_t)atol(argv[2]);
  uint32_t boot = (uint32_t)strtoul(argv[4], NULL, 0);
  unsigned baud = (unsigned)atol(argv[5]);
  memset(avr->flash, 0xff, avr->flashend + 1);
  ihex_chunk_p chunks = NULL;
  int count = read_ihex_chunks(argv[3], &chunks);
  if (count <= 0) return 2;
  for (int i = 0; i < count; i++) memcpy(avr->flash + chunks[i].baseaddr, chunks[i].data, chunks[i].size);
  avr->codeend = avr->flashend;
  avr->reset_pc = boot;
  uint32_t flags = 0;
  avr_ioctl(avr, AVR_IOCTL_UART_SET_FLAGS('0'), &flags);
  avr_irq_register_notify(avr_io_getirq(avr, AVR_IOCTL_UART_GETIRQ('0'), UART_IRQ_OUTPUT), on_uart, NULL);
  avr_irq_t *input = avr_io_getirq(avr, AVR_IOCTL_UART_GETIRQ('0'), UART_IRQ_INPUT);

  master = posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK);
  if (master < 0 || grantpt(master) || unlockpt(master)) return 2;
  /* Until the other side was opened once, the system does not tell whether it is open. */
  int other = open(ptsname(master), O_RDWR | O_NOCTTY);
  struct termios raw;
  tcgetattr(other, &raw);
  cfmakeraw(&raw);
  tcsetattr(other, TCSANOW, &raw);
  close(other);
  fcntl(0, F_SETFL, O_NONBLOCK);
  int watch = inotify_init1(IN_NONBLOCK);
  if (watch < 0 || inotify_add_watch(watch, ptsname(master), IN_OPEN) < 0) return 2;
  printf("port %s\n", ptsname(master));

  int in_boot = 1, state = cpu_Running;
  avr_cycle_count_t next_byte = 0, base_cycle = avr->cycle;
  double base_ms = now_ms();
  const avr_cycle_count_t byte_cycles = avr->frequency * 10ull / baud;
  for (;;) {
    struct pollfd fds[2] = {{.fd = master, .events = POLLIN}, {.fd = 0, .events = POLLIN}};
    double ahead = (double)(avr->cycle - base_cycle) * 1e3 / avr->frequency - (now_ms() - base_ms);
    /* A machine that was busy does not make the board run faster afterwards. */
    if (ahead < -20) {
      base_cycle = avr->cycle;
      base_ms = now_ms();
    }
    poll(fds, 2, ahead >= 1 ? 1 : 0);
    if (fds[1].revents & POLLHUP && !(fds[1].revents & POLLIN)) return 0;
    if (fds[1].revents & POLLIN && !command()) return 2;
    if (openings(watch) > 0) {
      reset_board(boot);
      in_boot = 1;
      state = cpu_Running;
      next_byte = avr->cycle;
    }
    if (fds[0].revents & POLLIN) read_line(baud);
    if (ahead >= 1 || state == cpu_Done || state == cpu_Crashed) continue;
    avr_cycle_count_t end = avr->cycle + SLICE_CYCLES;
    while (avr->cycle < end && state != cpu_Done && state != cpu_Crashed) {
      if (head != tail && avr->cycle >= next_byte) {
        avr_raise_irq(input, queue[tail++ % QUEUE]);
        next_byte = avr->cycle + byte_cycles;
      }
      state = avr_run(avr);
      if (in_boot && avr->pc < boot) {
        in_boot = 0;
        printf("start %.1f\n", now_ms());
      } else if (!in_boot && avr->pc >= boot) in_boot = 1;
    }
  }
}
