"""Python runs this first in every program that tests start: nothing leaves this machine.

An address elsewhere is written to the file that TESTS_OUTSIDE names, and cannot be reached.
"""

import errno
import os
import socket
from ipaddress import ip_address
from typing import Any


def is_elsewhere(host: Any) -> bool:
    if not isinstance(host, str | bytes) or not host:
        return False
    name = host.decode("latin-1") if isinstance(host, bytes) else host
    try:
        address = ip_address(name.partition("%")[0])
    except ValueError:
        return name.lower() != "localhost"
    return not (address.is_loopback or address.is_unspecified)


def refuse(host: Any) -> None:
    with open(os.environ["TESTS_OUTSIDE"], "a", encoding="utf-8") as tried:
        tried.write(f"{host}\n")
    raise OSError(errno.ENETUNREACH, "Network is unreachable")


class LoopbackSocket(socket.socket):
    def connect(self, address: Any, /) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and is_elsewhere(address[0]):
            refuse(address[0])
        super().connect(address)

    def connect_ex(self, address: Any, /) -> int:
        if self.family in (socket.AF_INET, socket.AF_INET6) and is_elsewhere(address[0]):
            refuse(address[0])
        return super().connect_ex(address)


look_up = socket.getaddrinfo


def getaddrinfo(host: Any, *args: Any, **kwargs: Any) -> Any:
    if is_elsewhere(host) and not str(host).endswith(".invalid"):
        refuse(host)
    return look_up(host, *args, **kwargs)


socket.socket = LoopbackSocket
socket.getaddrinfo = getaddrinfo
