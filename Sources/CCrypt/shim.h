// The system's own password hashing, which glibc's module does not have.

#include <crypt.h>  // crypt_r, crypt_gensalt_rn: yescrypt as in /etc/shadow, with no state shared between callers
