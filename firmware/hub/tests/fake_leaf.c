/*
 * A leaf for the hub's tests: hands its channel to the test, which then speaks in its place. The test listens at
 * leaves.sock beside this program; the name this was started by says which leaf it is. Ends when the test hangs up.
 */
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "firmware/ipc/channel.h"

static int connect_to_test(void)
{
    char self[PATH_MAX] = "";
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    if (readlink("/proc/self/exe", self, sizeof self - 1) < 0)
        return -1;
    snprintf(address.sun_path, sizeof address.sun_path, "%.80s/leaves.sock", dirname(self));
    int fd = socket(AF_UNIX, SOCK_SEQPACKET, 0);
    return connect(fd, (const struct sockaddr *)&address, sizeof address) == 0 ? fd : -1;
}

/* Its name and, beside it, descriptor 3. */
static int introduce(int fd, char *name)
{
    _Alignas(struct cmsghdr) char control[CMSG_SPACE(sizeof(int))] = {0};
    struct iovec span = {.iov_base = name, .iov_len = strlen(name)};
    struct msghdr packet = {
        .msg_iov = &span, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control};
    struct cmsghdr *header = CMSG_FIRSTHDR(&packet);
    int channel = BSM_CHANNEL_LEAF_FD;
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(sizeof channel);
    memcpy(CMSG_DATA(header), &channel, sizeof channel);
    return sendmsg(fd, &packet, 0) > 0 ? 0 : -1;
}

int main(int argc, char **argv)
{
    char byte;
    (void)argc;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    int fd = connect_to_test();
    if (fd < 0 || introduce(fd, basename(argv[0])) != 0)
        return 1;
    close(BSM_CHANNEL_LEAF_FD);
    return read(fd, &byte, 1) == 0 ? 0 : 1;
}
