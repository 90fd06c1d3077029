// A machine of its own for one daemon, made by umockdev, whose USB printer is plugged in on SIGUSR1 and out on SIGUSR2.
// Prints the folder that plays its root; then, for each plugging, the monotonic time in nanoseconds right before it.
// Run it with umockdev-wrapper. It ends on SIGTERM.
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <time.h>

#include <umockdev.h>

#define HUB "/devices/pci0000:00/0000:00:14.0/usb1"
#define PRINTER HUB "/1-1"
#define INTERFACE PRINTER "/1-1:1.0"
#define NODE INTERFACE "/usbmisc/lp0"

static const char hub[] =
    "P: " HUB "\nE: SUBSYSTEM=usb\nE: DEVTYPE=usb_device\nA: idVendor=1d6b\\n\nA: idProduct=0002\\n\n"
    "A: bDeviceClass=09\\n\n\n";

// As the kernel tells of a printer: the device, its interface, the node of the driver usblp.
static const char printer[] =
    "P: " PRINTER "\nE: SUBSYSTEM=usb\nE: DEVTYPE=usb_device\nE: DEVNAME=/dev/bus/usb/001/005\n"
    "A: idVendor=04b8\\n\nA: idProduct=0e15\\n\nA: serial=BENCH\\n\nA: busnum=1\\n\nA: devnum=5\\n\n\n"
    "P: " INTERFACE "\nE: SUBSYSTEM=usb\nE: DEVTYPE=usb_interface\nA: bInterfaceClass=07\\n\n\n"
    "P: " NODE "\nE: SUBSYSTEM=usbmisc\nE: DEVNAME=/dev/usb/lp0\n\n";

static void tell_time(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  printf("%ju\n", (uintmax_t)now.tv_sec * 1000000000 + (uintmax_t)now.tv_nsec);
  fflush(stdout);
}

int main(void) {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGUSR1);
  sigaddset(&signals, SIGUSR2);
  sigaddset(&signals, SIGTERM);
  sigprocmask(SIG_BLOCK, &signals, NULL);

  UMockdevTestbed *bed = umockdev_testbed_new();
  if (!umockdev_testbed_add_from_string(bed, hub, NULL)) return 1;
  char *root = umockdev_testbed_get_root_dir(bed);
  printf("%s\n", root);
  fflush(stdout);
  g_free(root);

  for (int signal; sigwait(&signals, &signal) == 0 && signal != SIGTERM;) {
    if (signal == SIGUSR1) {
      tell_time();
      if (!umockdev_testbed_add_from_string(bed, printer, NULL)) return 1;
    } else {
      // A kernel tells of a loss once the device has gone; umockdev can only tell before, so the hub's change follows.
      const char *parts[] = {"/sys" NODE, "/sys" INTERFACE, "/sys" PRINTER};
      for (int part = 0; part < 3; part++) umockdev_testbed_remove_device(bed, parts[part]);
      tell_time();
      umockdev_testbed_uevent(bed, "/sys" HUB, "change");
    }
  }
  g_object_unref(bed);
  return 0;
}
