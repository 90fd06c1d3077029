#include <umockdev.h>

// openpty makes a pseudoterminal past umockdev, which would let nobody set up one that was opened through it.
#include <pty.h>
