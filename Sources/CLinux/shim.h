// What Swift's Glibc module leaves out; the reason stands beside each header.

#include <malloc.h>       // mallopt: how many arenas the threads of the process allocate from
#include <sys/epoll.h>    // epoll_create1, epoll_ctl, epoll_wait: one thread waits for many descriptors
#include <sys/eventfd.h>  // eventfd: wakes such a thread from any other
#include <sys/file.h>     // flock: one process at a time may own a folder
#include <sys/timex.h>    // adjtimex: whether the wall clock follows a source of time

// glibc declares this only under _GNU_SOURCE, which Swift does not set: it names a thread for `top -H` and `ps -L`.
#include <pthread.h>
int pthread_setname_np(pthread_t thread, const char *name);

#include <linux/fb.h>  // FBIOGET_*: the size and the format of a framebuffer
#include <linux/kd.h>  // KDSETMODE: text or pictures on a virtual terminal
#include <linux/vt.h>  // VT_*: which virtual terminal is shown, and who is asked before it changes
