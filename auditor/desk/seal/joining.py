"""A program of its own, started for each sealed process before that runs anything: it joins the name spaces of the
seal from outside, makes their network, limits their tasks, and hands the network's sockets back to the phone.

`python -I -S joining.py FACTS`, with a Unix socket as standard output; FACTS is JSON: `pid`, `mac`, `address`, `tasks`,
`ports`. Whoever owns a user name space may do so without any right on the host (user_namespaces(7)). It imports the
standard library alone: setns into a user name space is refused to a process with threads.
"""

import ctypes
import fcntl
import json
import os
import socket
import struct
import sys

CLONE_NEWUSER, CLONE_NEWNET, CLONE_NEWPID = 0x10000000, 0x40000000, 0x20000000
NS_GET_USERNS = 0xB701  # linux/nsfs.h
# linux/rtnetlink.h, linux/if_link.h, linux/if_addr.h
RTM_NEWLINK, RTM_NEWADDR, RTM_NEWROUTE = 16, 20, 24
REQUEST, ACKNOWLEDGE, CREATE = 0x1, 0x4, 0x400
IFLA_ADDRESS, IFLA_IFNAME, IFLA_LINKINFO, IFLA_INFO_KIND = 1, 3, 18, 1
IFA_ADDRESS, IFA_LOCAL = 1, 2
RTA_OIF, RTA_PREFSRC = 4, 7
RT_TABLE_LOCAL, RTPROT_BOOT, RT_SCOPE_HOST, RTN_LOCAL = 255, 3, 254, 2
# Kinds of interface that need no partner; which of them a kernel has differs.
KINDS = ("dummy", "bridge", "ifb")
DNS_PORT = 53
ETH_P_ALL = 3
SO_ATTACH_FILTER = 26
IP_PKTINFO = 8
PID_MAX_SINCE = (6, 14)
# Outgoing packets (on the loopback each comes twice) that are no TCP, or the first of a TCP connection.
# Classic BPF on packets from the IP header on (linux/filter.h): code, jumps when true and false, value.
FIRST_PACKETS = (
    (0x28, 0, 0, 0xFFFFF004),  # the packet's direction
    (0x15, 0, 9, 4),  # outgoing
    (0x28, 0, 0, 0xFFFFF000),  # the protocol
    (0x15, 0, 6, 0x0800),  # IPv4, else kept
    (0x30, 0, 0, 9),
    (0x15, 0, 4, 6),  # TCP, else kept
    (0xB1, 0, 0, 0),  # length of the IP header
    (0x50, 0, 0, 13),
    (0x54, 0, 0, 0x12),  # SYN and ACK
    (0x15, 0, 1, 0x02),
    (0x06, 0, 0, 128),
    (0x06, 0, 0, 0),
)


def main() -> None:
    """Join, set up, and send what came of it with the sockets."""
    facts = json.loads(sys.argv[1])
    net = os.open(f"/proc/{facts['pid']}/ns/net", os.O_RDONLY)
    processes = os.open(f"/proc/{facts['pid']}/ns/pid", os.O_RDONLY)
    enter(fcntl.ioctl(net, NS_GET_USERNS), CLONE_NEWUSER)
    enter(net, CLONE_NEWNET)
    kind = make_interface(facts["mac"], facts["address"])
    sockets = [watcher(), names(), *(listener(port) for port in facts["ports"])]
    enter(processes, CLONE_NEWPID)
    answer = {"interface": kind, "tasks": limit_tasks(facts["tasks"])}
    with socket.socket(fileno=os.dup(1)) as phone:
        socket.send_fds(phone, [json.dumps(answer).encode()], [one.fileno() for one in sockets])


def enter(descriptor: int, kind: int) -> None:
    """Join a name space."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.setns(descriptor, kind):
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


def make_interface(mac: str, address: str) -> "str | None":
    """A network card with that address where the kernel has a kind of it, and every address of the world as local."""
    made = None
    with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0) as kernel:
        for kind in KINDS:
            info = attribute(IFLA_LINKINFO, attribute(IFLA_INFO_KIND, kind.encode()))
            card = attribute(IFLA_IFNAME, b"wlan0\0") + attribute(IFLA_ADDRESS, bytes.fromhex(mac.replace(":", "")))
            if ask(kernel, RTM_NEWLINK, struct.pack("=BxHiII", 0, 0, 0, 1, 1) + card + info):
                made = kind
                break
        packed = socket.inet_aton(address)
        source = b""
        if made is not None:
            card = struct.pack("=BBBBI", socket.AF_INET, 24, 0, 0, socket.if_nametoindex("wlan0"))
            if ask(kernel, RTM_NEWADDR, card + attribute(IFA_LOCAL, packed) + attribute(IFA_ADDRESS, packed)):
                source = attribute(RTA_PREFSRC, packed)
        kind_of_route = (RT_TABLE_LOCAL, RTPROT_BOOT, RT_SCOPE_HOST, RTN_LOCAL)
        route = struct.pack("=BBBBBBBBI", socket.AF_INET, 0, 0, 0, *kind_of_route, 0)
        route += attribute(RTA_OIF, struct.pack("=I", socket.if_nametoindex("lo"))) + source
        if not ask(kernel, RTM_NEWROUTE, route):
            raise OSError("the route was refused")
    return made


def attribute(kind: int, value: bytes) -> bytes:
    """A netlink attribute with its padding."""
    size = 4 + len(value)
    return struct.pack("=HH", size, kind) + value + bytes(-size % 4)


def ask(kernel: socket.socket, kind: int, body: bytes) -> bool:
    """Ask the kernel for one change; whether it was made."""
    flags = REQUEST | ACKNOWLEDGE | CREATE
    kernel.send(struct.pack("=IHHII", 16 + len(body), kind, flags, 1, 0) + body)
    error: int = struct.unpack_from("=i", kernel.recv(4096), 16)[0]
    return error == 0


def watcher() -> socket.socket:
    """Sees the first packet of everything that is sent in this network."""
    program = b"".join(struct.pack("=HBBI", code, yes, no, value) for code, yes, no, value in FIRST_PACKETS)
    held = ctypes.create_string_buffer(program)
    watching = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(ETH_P_ALL))
    fprog = struct.pack("HxxxxxxP" if struct.calcsize("P") == 8 else "HxxP", len(FIRST_PACKETS), ctypes.addressof(held))
    watching.setsockopt(socket.SOL_SOCKET, SO_ATTACH_FILTER, fprog)
    return watching


def names() -> socket.socket:
    """Where names are asked for, whichever server the app asks."""
    asked = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    asked.setsockopt(socket.IPPROTO_IP, IP_PKTINFO, 1)
    asked.bind(("0.0.0.0", DNS_PORT))
    return asked


def listener(port: int) -> socket.socket:
    """A port of every host of the world; it refuses until the phone listens."""
    bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    bound.bind(("0.0.0.0", port))
    return bound


def limit_tasks(most: int) -> bool:
    """Limit the numbers of processes and threads in the joined process name space, which Linux knows since 6.14.

    Before that the file names the whole machine's limit, and a root user would change that one.
    """
    if tuple(int(part) for part in os.uname().release.split("-")[0].split(".")[:2]) < PID_MAX_SINCE:
        return False
    child = os.fork()
    if child == 0:
        try:
            with open("/proc/sys/kernel/pid_max", "w", encoding="ascii") as limit:
                limit.write(str(most))
            os._exit(0)
        except OSError:
            os._exit(1)
    return os.waitpid(child, 0)[1] == 0


if __name__ == "__main__":
    main()
