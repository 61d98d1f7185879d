"""The floor: a server of the generator's own design that lets everybody in and echoes answers as receipts.

It stores nothing. What is measured against it is the cost of the generator, the kernel and two processes.
"""

import json
import os
import socket
import sys

from benchmarks.limits import raise_open_files
from benchmarks.poller import make_poller
from benchmarks.wire import frame_at, server_frame

WELCOME = server_frame(b'{"t":"welcome"}') + server_frame(b'{"t":"show","view":"lobby"}')
UPGRADE = b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n" + WELCOME
JOINED = b"HTTP/1.1 200 OK\r\nSet-Cookie: seat=1\r\nContent-Length: 11\r\n\r\n" + b'{"ok":true}'


def answer_to(data: bytes) -> bytes:
    if data.startswith(b"POST"):
        return JOINED
    if data.startswith(b"GET"):
        return UPGRADE
    # A masked frame looks like an unmasked one whose payload starts with the four zeros of the mask.
    plain = bytes((data[0], data[1] & 0x7F)) + data[2:]
    found = frame_at(plain, 0)
    if data[0] != 0x81 or found is None:
        return b""
    start, stop = found
    return server_frame(data[start + 4 : stop + 4].replace(b'"answer"', b'"receipt"'))


def main() -> None:
    raise_open_files()
    listener = socket.create_server(("127.0.0.1", 0), backlog=2048)
    listener.setblocking(False)
    poller = make_poller()
    phones: dict[int, socket.socket] = {}
    poller.add(listener)
    poller.connected(listener)
    port = listener.getsockname()[1]
    line = {"ready": True, "code": "FLOOR", "port": port, "secret": "none", "pid": os.getpid()}
    print(json.dumps(line), flush=True)
    while True:
        for fd in poller.ready(1.0):
            if fd == listener.fileno():
                try:
                    sock, _ = listener.accept()
                except BlockingIOError:
                    continue
                sock.setblocking(False)
                sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                phones[sock.fileno()] = sock
                poller.add(sock)
                poller.connected(sock)
                continue
            phone = phones.get(fd)
            if phone is None:
                continue
            try:
                data = phone.recv(16 * 1024)
                if data:
                    phone.send(answer_to(data))
                    continue
            except BlockingIOError:
                continue
            except OSError:
                pass
            poller.remove(phone)
            del phones[fd]
            phone.close()


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(0)
