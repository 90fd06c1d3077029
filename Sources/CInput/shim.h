#include <libinput.h>

// libinput finds its devices through a context of libudev that is handed to it.
#include <libudev.h>

// The codes of keys.
#include <linux/input-event-codes.h>
