"""TLS in front of stores whose wheels have none."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass

import psycopg

from tests.processor.certificates import Identity
from tests.stores import Database, Redis

_SSL_REQUEST = b"\x00\x00\x00\x08\x04\xd2\x16\x2f"
Dial = Callable[[], socket.socket]


@dataclass(frozen=True)
class Front:
    """Where to connect."""

    port: int


def postgres_front(database: Database, identity: Identity) -> AbstractContextManager[Front]:
    """PostgreSQL's socket behind a certificate, and behind the question that its clients ask."""
    folder = psycopg.conninfo.conninfo_to_dict(database.server.uri("postgres"))["host"]

    def dial() -> socket.socket:
        server = socket.socket(socket.AF_UNIX)
        server.connect(f"{folder}/.s.PGSQL.5432")
        return server

    def greet(client: socket.socket) -> None:
        assert client.recv(len(_SSL_REQUEST)) == _SSL_REQUEST
        client.sendall(b"S")

    return _front(dial, identity, greet)


def redis_front(redis: Redis, identity: Identity) -> AbstractContextManager[Front]:
    """A Redis port behind a certificate."""
    return _front(
        lambda: socket.create_connection(("127.0.0.1", redis.port)), identity, lambda _client: None
    )


@contextmanager
def _front(
    dial: Dial, identity: Identity, greet: Callable[[socket.socket], None]
) -> Iterator[Front]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(identity.certificate, identity.key)
    listener = socket.create_server(("127.0.0.1", 0))
    sockets: list[socket.socket] = []

    def accept() -> None:
        with suppress(OSError):
            while True:
                client, _ = listener.accept()
                sockets.append(client)
                # A client that does not trust the certificate hangs up.
                with suppress(OSError):
                    greet(client)
                    secured = context.wrap_socket(client, server_side=True)
                    sockets.append(secured)
                    server = dial()
                    sockets.append(server)
                    _start(_pass_on, secured, server)
                    _start(_pass_on, server, secured)

    accepting = _start(accept)
    yield Front(listener.getsockname()[1])
    _close(listener)
    accepting.join()
    for one in sockets:
        _close(one)


def _close(one: socket.socket) -> None:
    with suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)
    one.close()


def _start(target: Callable[..., None], *arguments: object) -> threading.Thread:
    thread = threading.Thread(target=target, args=arguments, daemon=True)
    thread.start()
    return thread


def _pass_on(source: socket.socket, sink: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65_536):
            sink.sendall(data)
