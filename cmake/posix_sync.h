/* POSIX declares a function `sync` in the global namespace, where the module of that name lives.
   Nobody here calls it, so it is declared under another name before anything else can see it. */
#define sync posix_sync
#include <unistd.h>
#undef sync
