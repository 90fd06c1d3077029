#include <linux/input.h>

// Made by function-like macros, which Swift does not import.
static const unsigned long evdev_grab = EVIOCGRAB;  // takes a device for one reader alone
