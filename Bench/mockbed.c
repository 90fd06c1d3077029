// A machine of its own for one daemon, made by umockdev, with a framebuffer of 1920 × 1080 pixels and a USB printer that
// is plugged in on SIGUSR1 and out on SIGUSR2.
// Prints the folder that plays its root; then, for each plugging, the monotonic time in nanoseconds right before it.
// Run it with umockdev-wrapper. It ends on SIGTERM.
#include <errno.h>
#include <fcntl.h>
#include <linux/fb.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <umockdev.h>

#define WIDTH 1920
#define HEIGHT 1080

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

static void answer(UMockdevIoctlClient *client, void *info, gsize size) {
  UMockdevIoctlData *place = umockdev_ioctl_data_resolve(umockdev_ioctl_client_get_arg(client), 0, size, NULL);
  if (!place) {
    umockdev_ioctl_client_complete(client, -1, EFAULT);
    return;
  }
  umockdev_ioctl_data_update(place, 0, info, (gint)size);
  umockdev_ioctl_data_unref(place);
  umockdev_ioctl_client_complete(client, 0, 0);
}

static gboolean answer_framebuffer(UMockdevIoctlBase *base, UMockdevIoctlClient *client, gpointer unused) {
  (void)base, (void)unused;
  switch (umockdev_ioctl_client_get_request(client)) {
    case FBIOGET_VSCREENINFO: {
      struct fb_var_screeninfo info = {.xres = WIDTH, .yres = HEIGHT, .xres_virtual = WIDTH, .yres_virtual = HEIGHT,
                                       .bits_per_pixel = 32, .red = {16, 8, 0}, .green = {8, 8, 0}, .blue = {0, 8, 0},
                                       .width = 531, .height = 299};
      answer(client, &info, sizeof info);
      return TRUE;
    }
    case FBIOGET_FSCREENINFO: {
      struct fb_fix_screeninfo info = {.smem_len = WIDTH * HEIGHT * 4, .line_length = WIDTH * 4};
      answer(client, &info, sizeof info);
      return TRUE;
    }
    default:
      return FALSE;
  }
}

static gboolean make_framebuffer(UMockdevTestbed *bed, const char *root) {
  char path[4096];
  snprintf(path, sizeof path, "%s/dev", root);
  g_mkdir_with_parents(path, 0700);
  // The console of the machine that is measured belongs to its people: here there is one that is none.
  snprintf(path, sizeof path, "%s/dev/tty0", root);
  close(open(path, O_WRONLY | O_CREAT, 0600));
  snprintf(path, sizeof path, "%s/dev/fb0", root);
  int file = open(path, O_WRONLY | O_CREAT, 0600);
  if (file < 0 || ftruncate(file, WIDTH * HEIGHT * 4) != 0) return FALSE;
  close(file);
  UMockdevIoctlBase *answers = umockdev_ioctl_base_new();
  g_signal_connect(answers, "handle-ioctl", G_CALLBACK(answer_framebuffer), NULL);
  return umockdev_testbed_attach_ioctl(bed, "/dev/fb0", answers, NULL);
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
  if (!make_framebuffer(bed, root)) return 1;
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
