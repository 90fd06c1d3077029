/* Makes a disk slow to sync: loaded by LD_PRELOAD, it lets every fdatasync and fsync take longer by as many
   microseconds as LUOT_BENCH_SYNC_DELAY says. It sits below SQLite, and so delays the daemon and the plain loop alike. */

#define _DEFAULT_SOURCE
#include <errno.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static long delay; /* microseconds */

__attribute__((constructor)) static void read_delay(void) {
  const char *text = getenv("LUOT_BENCH_SYNC_DELAY");
  if (text) delay = strtol(text, NULL, 10);
}

static int slow_sync(long call, int file) {
  struct timespec rest = {.tv_sec = delay / 1000000, .tv_nsec = delay % 1000000 * 1000};
  while (delay > 0 && nanosleep(&rest, &rest) != 0 && errno == EINTR) {
  }
  return (int)syscall(call, file);
}

int fdatasync(int file) { return slow_sync(SYS_fdatasync, file); }
int fsync(int file) { return slow_sync(SYS_fsync, file); }
