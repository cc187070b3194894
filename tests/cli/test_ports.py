"""A busy port is one clear line before anything is started."""

import os
import socket

import pytest

from tutela.gateway.ports import PortBusy, require_free


def test_a_free_port_is_accepted() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    require_free("127.0.0.1", port, "--port")


def test_a_busy_port_is_named_with_who_holds_it_and_what_to_change() -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = holder.getsockname()[1]
        with pytest.raises(PortBusy, match=rf"port {port} on 127\.0\.0\.1 .*process {os.getpid()}.*--proxy-port"):
            require_free("127.0.0.1", port, "--proxy-port")
