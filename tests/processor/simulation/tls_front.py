"""TLS in front of PostgreSQL's socket: the wheel's server has none, the processor insists.

It answers the protocol's SSLRequest, wraps the connection, and passes on bytes and hang-ups: a
backend that is terminated must end its client's wait.
Source: https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-SSL
"""

import socket
import ssl
import threading
from contextlib import suppress
from pathlib import Path

from tests.processor.certificates import Identity

_SSL_REQUEST = b"\x00\x00\x00\x08\x04\xd2\x16\x2f"


class TlsFront:
    """Listens on a loopback port; `stop` ends it with all its connections."""

    def __init__(self, socket_path: Path, identity: Identity) -> None:
        self._socket_path = socket_path
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(identity.certificate, identity.key)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._open: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def stop(self) -> None:
        # Closing alone does not wake a thread that waits in accept.
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for each in self._open:
            _hang_up(each)

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        if client.recv(len(_SSL_REQUEST)) != _SSL_REQUEST:
            client.close()
            return
        client.sendall(b"S")
        secured = self._context.wrap_socket(client, server_side=True)
        server = socket.socket(socket.AF_UNIX)
        server.connect(str(self._socket_path))
        self._open += (secured, server)
        threading.Thread(target=_pass_on, args=(server, secured), daemon=True).start()
        _pass_on(secured, server)


def _pass_on(source: socket.socket, sink: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65_536):
            sink.sendall(data)
    _hang_up(sink)
    _hang_up(source)


def _hang_up(each: socket.socket) -> None:
    with suppress(OSError):
        each.shutdown(socket.SHUT_RDWR)
    each.close()
