"""A line between client and server that a test can slow down, freeze or cut."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

CHUNK = 4096


class Wire:
    """Forwards both ways. `frozen_after`, `bytes_a_second` and `cut_at` concern what the server says, `cut_at_command` what the client says."""

    def __init__(self, server_port: int) -> None:
        self.server_port = server_port
        self.frozen_after: int | None = None
        self.bytes_a_second: int | None = None
        self.cut_at: bytes = b""
        self.cut_at_command: bytes = b""
        self.cuts = 0
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self.listener.getsockname()[1]
        self.open: list[socket.socket] = []

    def listen(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self.listener.accept()
                try:
                    server = socket.create_connection(("127.0.0.1", self.server_port))
                except ConnectionRefusedError:
                    client.close()
                    continue
                self.open += [client, server]
                threading.Thread(target=self._carry, args=(client, server, self._command), daemon=True).start()
                threading.Thread(target=self._carry, args=(server, client, self._answer), daemon=True).start()

    def _carry(self, source: socket.socket, target: socket.socket, handle) -> None:
        carried = 0
        with suppress(OSError):
            while data := source.recv(CHUNK):
                carried += len(data)
                if not handle(data, carried):
                    self.cuts += 1
                    break
                target.sendall(data)
        for end in (source, target):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def _command(self, data: bytes, carried: int) -> bool:
        return not (self.cut_at_command and self.cut_at_command in data)

    def _answer(self, data: bytes, carried: int) -> bool:
        while self.frozen_after is not None and carried > self.frozen_after:
            time.sleep(0.05)
        if self.bytes_a_second:
            time.sleep(len(data) / self.bytes_a_second)
        return not (self.cut_at and self.cut_at in data)


@contextmanager
def wire(server_port: int) -> Iterator[Wire]:
    line = Wire(server_port)
    threading.Thread(target=line.listen, daemon=True).start()
    try:
        yield line
    finally:
        line.frozen_after = None
        for end in (line.listener, *line.open):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
