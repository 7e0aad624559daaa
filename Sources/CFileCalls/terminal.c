// A terminal in raw mode that is given back whatever happens: all that follows a signal calls only what
// POSIX allows in a handler (tcsetattr, sigaction, write, raise among it).
#define _GNU_SOURCE
#include "cfilecalls.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

// Alternate screen, bracketed paste, cleared; and back, with the cursor shown and attributes reset.
static const char enter_text[] = "\033[?1049h\033[?2004h\033[2J\033[H";
static const char leave_text[] = "\033[0m\033[?25h\033[?2004l\033[?1049l";

static struct termios before;
static volatile sig_atomic_t is_open = 0;
static int input = -1;
static int output = -1;
static int wake = -1;

// What ends a process, or may: the terminal is given back first.
static const int fatal[] = {SIGHUP,  SIGINT, SIGQUIT, SIGTERM, SIGSEGV,
                            SIGBUS,  SIGILL, SIGTRAP, SIGABRT, SIGFPE};
#define FATAL_COUNT (sizeof fatal / sizeof fatal[0])
static struct sigaction fatal_before[FATAL_COUNT];

static void write_all(const char *text, size_t length) {
  while (length > 0) {
    ssize_t count = write(output, text, length);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return;
    text += count;
    length -= (size_t)count;
  }
}

static void set_raw(void) {
  struct termios raw = before;
  cfmakeraw(&raw);
  raw.c_cc[VMIN] = 1;
  raw.c_cc[VTIME] = 0;
  tcsetattr(input, TCSADRAIN, &raw);
  write_all(enter_text, sizeof enter_text - 1);
}

static void give_back(void) {
  write_all(leave_text, sizeof leave_text - 1);
  tcsetattr(input, TCSADRAIN, &before);
}

static void tell(char what) {
  int error = errno;
  // Where the pipe is full somebody will look anyway.
  ssize_t count = write(wake, &what, 1);
  (void)count;
  errno = error;
}

static void on_fatal(int number, siginfo_t *info, void *context) {
  if (is_open) {
    is_open = 0;
    give_back();
  }
  for (size_t index = 0; index < FATAL_COUNT; index++) {
    if (fatal[index] != number) continue;
    struct sigaction *old = &fatal_before[index];
    if ((old->sa_flags & SA_SIGINFO) && old->sa_sigaction) {
      old->sa_sigaction(number, info, context);
      return;
    }
    // Then what would have happened happens, as soon as the handler returns.
    struct sigaction again = *old;
    if (again.sa_handler == SIG_IGN) again.sa_handler = SIG_DFL;
    sigaction(number, &again, NULL);
    raise(number);
    return;
  }
}

static void on_stop(int number) {
  int error = errno;
  if (is_open) give_back();
  struct sigaction stop, mine;
  memset(&stop, 0, sizeof stop);
  stop.sa_handler = SIG_DFL;
  sigaction(number, &stop, &mine);
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, number);
  raise(number);
  // The process stops here, and goes on here.
  sigprocmask(SIG_UNBLOCK, &set, NULL);
  sigaction(number, &mine, NULL);
  errno = error;
}

static void on_continue(int number) {
  (void)number;
  int error = errno;
  if (is_open) {
    set_raw();
    tell('c');
  }
  errno = error;
}

static void on_resize(int number) {
  (void)number;
  tell('r');
}

static void handle(int number, void (*handler)(int)) {
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = handler;
  action.sa_flags = SA_RESTART;
  sigaction(number, &action, NULL);
}

int cfilecalls_terminal_open(int in, int out, int wake_descriptor) {
  static int is_registered = 0;
  if (tcgetattr(in, &before) != 0) return -1;
  input = in;
  output = out;
  wake = wake_descriptor;
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_sigaction = on_fatal;
  action.sa_flags = SA_SIGINFO;
  for (size_t index = 0; index < FATAL_COUNT; index++) {
    sigaction(fatal[index], &action, &fatal_before[index]);
  }
  handle(SIGTSTP, on_stop);
  handle(SIGCONT, on_continue);
  handle(SIGWINCH, on_resize);
  if (!is_registered) {
    is_registered = 1;
    atexit(cfilecalls_terminal_close);
  }
  is_open = 1;
  set_raw();
  return 0;
}

void cfilecalls_terminal_close(void) {
  if (!is_open) return;
  is_open = 0;
  give_back();
  for (size_t index = 0; index < FATAL_COUNT; index++) {
    sigaction(fatal[index], &fatal_before[index], NULL);
  }
  handle(SIGTSTP, SIG_DFL);
  handle(SIGCONT, SIG_DFL);
  handle(SIGWINCH, SIG_DFL);
}
