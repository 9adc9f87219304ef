/*
 * A pseudo-terminal whose other end is somebody's standard input and output, for a board that is no process.
 *
 * Output, one a line: "port PATH" first; "open BAUD", "close", "baud BAUD", "data HEX". Input: lines of hex bytes to
 * send. The end of the input ends it, and with it the port. inotify tells every opening and closing.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <termios.h>
#include <unistd.h>

static int master;
static long told;

static long speed(void) {
  static const struct { speed_t code; long baud; } known[] = {
      {B1200, 1200},   {B9600, 9600},   {B19200, 19200},   {B38400, 38400}, {B57600, 57600},
      {B115200, 115200}, {B230400, 230400}, {B500000, 500000}, {B1000000, 1000000}};
  struct termios t;
  if (tcgetattr(master, &t) != 0) return 0;
  for (unsigned i = 0; i < sizeof known / sizeof *known; i++)
    if (known[i].code == cfgetospeed(&t)) return known[i].baud;
  return 1;
}

static void pass_data(void) {
  unsigned char bytes[4096];
  ssize_t count = read(master, bytes, sizeof bytes);
  if (count <= 0) return;
  long now = speed();
  if (now != told) printf("baud %ld\n", told = now);
  printf("data ");
  for (ssize_t i = 0; i < count; i++) printf("%02x", bytes[i]);
  printf("\n");
}

static void pass_events(int watch) {
  char events[4096] __attribute__((aligned(__alignof__(struct inotify_event))));
  ssize_t length;
  while ((length = read(watch, events, sizeof events)) > 0)
    for (char *at = events; at < events + length;) {
      struct inotify_event *event = (struct inotify_event *)at;
      if (event->mask & IN_OPEN) printf("open %ld\n", told = speed());
      if (event->mask & IN_CLOSE) {
        pass_data();
        printf("close\n");
      }
      at += sizeof *event + event->len;
    }
}

static int digit(int c) { return c <= '9' ? c - '0' : (c | 32) - 'a' + 10; }

int main(void) {
  setvbuf(stdout, NULL, _IOLBF, 0);
  master = posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK);
  if (master < 0 || grantpt(master) || unlockpt(master)) return 2;
  int other = open(ptsname(master), O_RDWR | O_NOCTTY);
  struct termios raw;
  tcgetattr(other, &raw);
  cfmakeraw(&raw);
  tcsetattr(other, TCSANOW, &raw);
  close(other);
  int watch = inotify_init1(IN_NONBLOCK);
  if (watch < 0 || inotify_add_watch(watch, ptsname(master), IN_OPEN | IN_CLOSE) < 0) return 2;
  printf("port %s\n", ptsname(master));
  fcntl(0, F_SETFL, O_NONBLOCK);
  int high = -1;
  for (;;) {
    struct pollfd fds[3] = {
        {.fd = master, .events = POLLIN}, {.fd = 0, .events = POLLIN}, {.fd = watch, .events = POLLIN}};
    poll(fds, 3, 100);
    pass_events(watch);
    if (fds[0].revents & POLLIN) pass_data();
    /* Closed: poll would say so again and again. */
    else if (fds[0].revents & POLLHUP) usleep(1000);
    char text[4096];
    unsigned char bytes[4096];
    ssize_t count = read(0, text, sizeof text);
    if (count == 0) return 0;
    ssize_t length = 0;
    for (ssize_t i = 0; i < count; i++) {
      if (text[i] == '\n') continue;
      if (high < 0) high = digit(text[i]);
      else {
        bytes[length++] = (unsigned char)(high * 16 + digit(text[i]));
        high = -1;
      }
    }
    if (length > 0 && write(master, bytes, (size_t)length) < 0) continue;
  }
}
