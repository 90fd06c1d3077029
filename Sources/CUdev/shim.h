#include <libudev.h>

// The positions of keys, axes and properties in the bitmaps that sysfs shows under an input device's
// `capabilities`; libudev has no names for them.
#include <linux/input-event-codes.h>
