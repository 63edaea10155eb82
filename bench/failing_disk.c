/* Makes every write below FAULT_BELOW fail with the error number FAULT_ERRNO, as a full, read-only or broken disk does; with FAULT_FROM,
   only writes of that many bytes and more, as on a disk that is nearly full.
   Preloaded into the program (LD_PRELOAD): no file system has to be mounted, and nothing else on the machine is affected. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

static int below(const char *path) {
    const char *prefix = getenv("FAULT_BELOW");
    char whole[PATH_MAX * 2];
    if (!prefix || !path) return 0;
    if (path[0] != '/') {
        char here[PATH_MAX];
        if (!getcwd(here, sizeof here)) return 0;
        snprintf(whole, sizeof whole, "%s/%s", here, path);
        path = whole;
    }
    return strncmp(path, prefix, strlen(prefix)) == 0;
}

static int below_fd(int fd) {
    char link[64], path[PATH_MAX];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t n = readlink(link, path, sizeof path - 1);
    if (n < 0) return 0;
    path[n] = 0;
    return below(path);
}

static int fault(void) {
    const char *number = getenv("FAULT_ERRNO");
    errno = number ? atoi(number) : EIO;
    return -1;
}

static int too_much(size_t size) {
    const char *from = getenv("FAULT_FROM");
    return size >= (from ? (size_t)atol(from) : 0);
}

#define NEXT(type, name) ((type)dlsym(RTLD_NEXT, name))

ssize_t write(int fd, const void *data, size_t size) {
    if (too_much(size) && below_fd(fd)) return fault();
    return NEXT(ssize_t (*)(int, const void *, size_t), "write")(fd, data, size);
}

ssize_t pwrite(int fd, const void *data, size_t size, off_t at) {
    if (too_much(size) && below_fd(fd)) return fault();
    return NEXT(ssize_t (*)(int, const void *, size_t, off_t), "pwrite")(fd, data, size, at);
}

ssize_t pwrite64(int fd, const void *data, size_t size, off64_t at) {
    if (too_much(size) && below_fd(fd)) return fault();
    return NEXT(ssize_t (*)(int, const void *, size_t, off64_t), "pwrite64")(fd, data, size, at);
}

int fsync(int fd) {
    if (below_fd(fd)) return fault();
    return NEXT(int (*)(int), "fsync")(fd);
}

int fdatasync(int fd) {
    if (below_fd(fd)) return fault();
    return NEXT(int (*)(int), "fdatasync")(fd);
}

int mkdir(const char *path, mode_t mode) {
    if (below(path)) return fault();
    return NEXT(int (*)(const char *, mode_t), "mkdir")(path, mode);
}

int rename(const char *from, const char *to) {
    if (below(to)) return fault();
    return NEXT(int (*)(const char *, const char *), "rename")(from, to);
}
