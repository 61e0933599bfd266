# Copyright 2026 tms_quickbooks contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Ports of this machine that nobody listens on."""

import errno
import socket

from .console import Failure

LOOPBACK = "127.0.0.1"
_TRIES = 100


def free_port(first):
    """The first port from `first` on that can be listened on at the loopback address.

    :raises Failure: when a hundred ports in a row are taken
    """
    for port in range(first, first + _TRIES):
        if _is_free(port):
            return port
    raise Failure(
        f"all ports from {first} to {first + _TRIES - 1} are in use: stop one of the "
        "programs that listen there."
    )


def _is_free(port):
    with socket.socket() as probe:
        # As servers do; a port whose last connections are fading out counts as free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
            probe.listen()
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                return False
            raise
    return True
