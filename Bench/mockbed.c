// A machine of its own for one daemon, made by umockdev, with a framebuffer of 1920 × 1080 pixels and a USB printer that
// is plugged in on SIGUSR1 and out on SIGUSR2. Where it is told a terminal, a touch screen is plugged in on SIGHUP, and
// what is written to the terminal's other end is what the touch screen reports.
// Prints the folder that plays its root; then, for each plugging, the monotonic time in nanoseconds right before it.
// Run it with umockdev-wrapper. It ends on SIGTERM.
#include <errno.h>
#include <fcntl.h>
#include <linux/fb.h>
#include <linux/input.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <time.h>
#include <unistd.h>

#include <umockdev.h>

#define WIDTH 1920
#define HEIGHT 1080

#define HUB "/devices/pci0000:00/0000:00:14.0/usb1"
#define PRINTER HUB "/1-1"
#define INTERFACE PRINTER "/1-1:1.0"
#define NODE INTERFACE "/usbmisc/lp0"
#define TOUCH HUB "/1-2"
#define SENSE TOUCH "/1-2:1.0/input/input5"

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

// What libinput asks of a panel of one finger, 4096 steps each way.
static gboolean answer_touch(UMockdevIoctlBase *base, UMockdevIoctlClient *client, gpointer unused) {
  (void)base, (void)unused;
  static const char name[] = "Bench touch screen";
  unsigned long request = umockdev_ioctl_client_get_request(client);
  if (_IOC_TYPE(request) != 'E') return FALSE;
  union {
    unsigned char bits[1024];
    char name[1024];
    int number;
    struct input_id id;
    struct input_absinfo axis;
  } info = {.bits = {0}};
  size_t size = _IOC_SIZE(request) < sizeof info ? _IOC_SIZE(request) : sizeof info;
  int result = (int)size;
  unsigned number = _IOC_NR(request);
  switch (number) {
    case _IOC_NR(EVIOCGVERSION): info.number = EV_VERSION, result = 0; break;
    case _IOC_NR(EVIOCGID): info.id = (struct input_id){BUS_USB, 0x0eef, 1, 0x111}, result = 0; break;
    case _IOC_NR(EVIOCGNAME(0)): memcpy(info.name, name, sizeof name), result = sizeof name; break;
    case _IOC_NR(EVIOCGPHYS(0)):
    case _IOC_NR(EVIOCGUNIQ(0)): umockdev_ioctl_client_complete(client, -1, ENOENT); return TRUE;
    case _IOC_NR(EVIOCGPROP(0)): info.bits[0] = 1 << INPUT_PROP_DIRECT; break;
    case _IOC_NR(EVIOCGBIT(0, 0)): info.bits[0] = 1 << EV_SYN | 1 << EV_KEY | 1 << EV_ABS; break;
    case _IOC_NR(EVIOCGBIT(EV_KEY, 0)): info.bits[BTN_TOUCH / 8] = 1 << BTN_TOUCH % 8; break;
    case _IOC_NR(EVIOCGBIT(EV_ABS, 0)): info.bits[0] = 1 << ABS_X | 1 << ABS_Y; break;
    case _IOC_NR(EVIOCGABS(ABS_X)):
    case _IOC_NR(EVIOCGABS(ABS_Y)): info.axis.maximum = 4095, result = 0; break;
    default:
      // Nothing else is held, lit or switched; which clock its events have is as it is told.
      if (number < _IOC_NR(EVIOCGKEY(0)) || number >= _IOC_NR(EVIOCGABS(0))) {
        umockdev_ioctl_client_complete(client, 0, 0);
        return TRUE;
      }
  }
  UMockdevIoctlData *place = umockdev_ioctl_data_resolve(umockdev_ioctl_client_get_arg(client), 0, size, NULL);
  if (place) {
    umockdev_ioctl_data_update(place, 0, info.bits, (gint)size);
    umockdev_ioctl_data_unref(place);
  }
  umockdev_ioctl_client_complete(client, place ? result : -1, place ? 0 : EFAULT);
  return TRUE;
}

// libinput opens a node and takes it for the device only if both have the same number; what a node's is, the kernel tells
// it past umockdev.
static gboolean plug_touch(UMockdevTestbed *bed, const char *root, const char *terminal) {
  struct stat facts;
  if (stat(terminal, &facts) != 0) return FALSE;
  unsigned big = major(facts.st_rdev), small = minor(facts.st_rdev);
  char path[4096];
  snprintf(path, sizeof path, "%s/dev/input", root);
  g_mkdir_with_parents(path, 0700);
  snprintf(path, sizeof path, "%s/dev/input/event5", root);
  if (symlink(terminal, path) != 0) return FALSE;
  UMockdevIoctlBase *answers = umockdev_ioctl_base_new();
  g_signal_connect(answers, "handle-ioctl", G_CALLBACK(answer_touch), NULL);
  if (!umockdev_testbed_attach_ioctl(bed, "/dev/input/event5", answers, NULL)) return FALSE;
  static const char udev[] = "E: ID_INPUT=1\nE: ID_INPUT_TOUCHSCREEN=1\n";
  char *device = g_strdup_printf(
      "P: " TOUCH "\nE: SUBSYSTEM=usb\nE: DEVTYPE=usb_device\nE: DEVNAME=/dev/bus/usb/001/006\n"
      "A: idVendor=0eef\\n\nA: idProduct=0001\\n\nA: busnum=1\\n\nA: devnum=6\\n\n\n"
      "P: " SENSE "\nE: SUBSYSTEM=input\n%sA: name=Bench touch screen\\n\n\n"
      "P: " SENSE "/event5\nA: dev=%u:%u\\n\nE: MAJOR=%u\nE: MINOR=%u\nE: SUBSYSTEM=input\n"
      "E: DEVNAME=/dev/input/event5\n%s",
      udev, big, small, big, small, udev);
  gboolean isDone = umockdev_testbed_add_from_string(bed, device, NULL);
  g_free(device);
  return isDone;
}

int main(int count, char *arguments[]) {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGUSR1);
  sigaddset(&signals, SIGUSR2);
  sigaddset(&signals, SIGHUP);
  sigaddset(&signals, SIGTERM);
  sigprocmask(SIG_BLOCK, &signals, NULL);

  UMockdevTestbed *bed = umockdev_testbed_new();
  if (!umockdev_testbed_add_from_string(bed, hub, NULL)) return 1;
  char *root = umockdev_testbed_get_root_dir(bed);
  if (!make_framebuffer(bed, root)) return 1;
  printf("%s\n", root);
  fflush(stdout);

  for (int signal; sigwait(&signals, &signal) == 0 && signal != SIGTERM;) {
    if (signal == SIGHUP) {
      tell_time();
      if (count < 2 || !plug_touch(bed, root, arguments[1])) return 1;
    } else if (signal == SIGUSR1) {
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
  g_free(root);
  g_object_unref(bed);
  return 0;
}
