"""TLS in front of PostgreSQL's socket: the wheel's server has none, the processor insists.

It answers the protocol's SSLRequest, wraps the connection, and passes bytes on.
Source: https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-SSL
"""

import shutil
import socket
import ssl
import subprocess
import threading
from contextlib import suppress
from pathlib import Path

import pytest

_SSL_REQUEST = b"\x00\x00\x00\x08\x04\xd2\x16\x2f"


def certificate_for_localhost(directory: Path) -> Path:
    """A key and a self-signed certificate in one file; skips where openssl is not installed."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("no openssl to make a certificate with")
    path = directory / "localhost.pem"
    subprocess.run(
        (
            *(openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"),
            *("-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"),
            *("-keyout", str(path), "-out", str(directory / "certificate.pem")),
        ),
        check=True,
        capture_output=True,
    )
    path.write_text(path.read_text() + (directory / "certificate.pem").read_text())
    return path


class TlsFront:
    """Listens on a loopback port; `stop` ends it with all its connections."""

    def __init__(self, socket_path: Path, certificate: Path) -> None:
        self._socket_path = socket_path
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(certificate)
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
