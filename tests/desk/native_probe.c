/* What native code that an app brings along gets: loaded by the JVM, it writes a line for each try and returns. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <sys/mount.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

static FILE *out;

static void told(const char *name, long result) {
    fprintf(out, "%s %s %d\n", name, result < 0 ? "denied" : "got", result < 0 ? errno : 0);
}

int JNI_OnLoad(void *vm, void *reserved) {
    int made = 0;
    out = fopen("/sdcard/native.txt", "w");
    if (out == NULL) {
        return 0x00010008;
    }
    fprintf(out, "uid %d\n", (int) getuid());
    told("raw", socket(AF_INET, SOCK_RAW, 1));
    told("packet", socket(AF_PACKET, SOCK_RAW, 0));
    told("ptrace", ptrace(PTRACE_ATTACH, getppid(), 0, 0));
    told("mount", mount("none", "/tmp", "tmpfs", 0, 0));
    told("unshare", syscall(SYS_unshare, 0x10000000));
    for (int i = 0; i < 5000; i++) {
        pid_t child = fork();
        if (child == 0) {
            for (;;) {
                fork();
            }
        }
        made += child > 0;
    }
    fprintf(out, "forked %d\n", made);
    told("kill", kill(-1, SIGKILL));
    told("parent", kill(getppid() == 0 ? 4194305 : getppid(), SIGKILL));
    told("host", access("/etc/passwd", F_OK));
    fprintf(out, "end\n");
    fclose(out);
    return 0x00010008;
}
