"""Bytes that pretend to be HTTP: heads that are cut, bent, doubled and smuggled."""

from hypothesis import strategies as st

from tests.soak.web_words import METHODS, World, path_of


def _raw(*lines: str) -> bytes:
    return "\r\n".join(lines).encode("latin-1")


def raw_requests(draw: st.DrawFn, world: World, port: int) -> list[bytes]:
    """Bytes for one connection: heads that are cut, bent, doubled, smuggled."""
    host, path = f"Host: 127.0.0.1:{port}", path_of(draw, world).replace("\r", "").replace("\n", "")
    good = f"GET /{world.code} HTTP/1.1\r\n{host}\r\n\r\n".encode()
    post = (
        f"POST /{world.code}/join HTTP/1.1\r\n{host}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    )
    method = draw(st.sampled_from(METHODS))
    match draw(st.integers(0, 24)):
        case 0:
            return [draw(st.binary(min_size=1, max_size=200))]
        case 1:
            sizes = ["-1", "+5", "5, 5", "0x5", "5 ", "9" * 30, "", "٥", "1e1", "5\t", "00005"]
            return [f"{post}Content-Length: {draw(st.sampled_from(sizes))}\r\n\r\nnick=".encode(), good]
        case 2:
            return [f"{post}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n".encode(), good]
        case 3:
            coding = [
                "xchunked",
                "chunked, gzip",
                " chunked",
                "chunked\x0b",
                "Chunked",
                "chunked, chunked",
                "gzip, chunked",
            ]
            return [
                f"{post}Transfer-Encoding: {draw(st.sampled_from(coding))}\r\n\r\n".encode()
                + b"5\r\nnick=\r\n0\r\n\r\n",
                good,
            ]
        case 4:
            size = draw(
                st.sampled_from(
                    [
                        "5",
                        "5;a=b",
                        "05",
                        "0x5",
                        "-1",
                        "FFFFFFFFFFFFFFFF",
                        "5 ",
                        "",
                        "g",
                        "5" * 40,
                        ";" * 9_000,
                    ]
                )
            )
            return [f"{post}Transfer-Encoding: chunked\r\n\r\n{size}\r\nnick=\r\n0\r\n\r\n".encode(), good]
        case 5:
            return [f"{post}Transfer-Encoding: chunked\r\n\r\n5\nnick=\n0\n\n".encode(), good]
        case 6:
            return [
                f"{post}Transfer-Encoding: chunked\r\n\r\n5\r\nnick=\r\n0\r\n".encode()
                + b"Trailer: "
                + b"x" * 100
                + b"\r\n\r\n",
                good,
            ]
        case 7:
            return [f"GET {path} HTTP/1.1\n{host}\n\n".encode("utf-8", "surrogatepass")]
        case 8:
            return [
                f"GET {path} HTTP/1.1\r\n{host}\r\nX-Fold: a\r\n b\r\n\tc\r\n\r\n".encode(
                    "utf-8", "surrogatepass"
                )
            ]
        case 9:
            hosts = ["", "evil.example", "127.0.0.1:1", "127.0.0.1:99999", "[::1", "[::1]:x", "localhost.",
            "a" * 9_000,
                     f"127.0.0.1:{port}, evil", "127.0.0.1@evil", "0x7f.1", "127.1", "\xe9\xff",
                     "[fe80::1%25eth0]",
                     "localhost\t", "user:pw@localhost", f"LOCALHOST:{port}"]  # fmt: skip
            return [_raw(f"GET /{world.code} HTTP/1.1", f"Host: {draw(st.sampled_from(hosts))}", "", "")]
        case 10:
            return [_raw(f"GET /{world.code} HTTP/1.1", host, "Host: evil.example", "", "")]
        case 11:
            return [_raw(f"GET /{world.code} HTTP/1.1", "", "")]
        case 12:
            target = draw(st.sampled_from(["http://evil.example/", f"http://127.0.0.1:{port}/hello",
            "http://[", "//a:b@c/",
                                           "/hello#x", "*", "127.0.0.1:80", "http://127.0.0.1:99999999/",
                                           "?", "/%"]))  # fmt: skip
            return [_raw(f"{method} {target} HTTP/1.1", host, "", "")]
        case 13:
            version = draw(
                st.sampled_from(
                    [
                        "HTTP/1.0",
                        "HTTP/0.9",
                        "HTTP/2.0",
                        "HTTP/1.10",
                        "http/1.1",
                        "HTTP/1.1 x",
                        "",
                        "HTTP/9.9",
                    ]
                )
            )
            return [_raw(f"GET /hello {version}", host, "", "")]
        case 14:
            return [good * draw(st.integers(2, 30))]
        case 15:
            return [good[: draw(st.integers(0, len(good)))]]
        case 16:
            return [
                _raw(
                    "GET /hello HTTP/1.1",
                    host,
                    *(f"X-{n}: {n}" for n in range(draw(st.sampled_from([50, 200, 2_000])))),
                    "",
                    "",
                )
            ]
        case 17:
            return [
                _raw(
                    "GET /hello HTTP/1.1",
                    host,
                    "X: " + "a" * draw(st.sampled_from([8_000, 8_190, 9_000, 300_000])),
                    "",
                    "",
                )
            ]
        case 18:
            names = [
                "X Y: a",
                ": a",
                "X\x00: a",
                "X",
                "X : a",
                "\xe9: a",
                "X:",
                "X:\x00",
                "X: a\x00b",
                "X: a\rb",
                "(x): y",
            ]
            return [_raw("GET /hello HTTP/1.1", host, draw(st.sampled_from(names)), "", "")]
        case 19:
            key = draw(st.sampled_from(["dGhlIHNhbXBsZSBub25jZQ==", "", "x", "é"]))
            upgrade = draw(st.sampled_from(["websocket", "WebSocket, h2c", "h2c", ""]))
            version = draw(st.sampled_from(["13", "8", "", "13, 8", "x"]))
            where = draw(st.sampled_from([f"/{world.code}/ws", "/host/ws", "/screen/ws", "/hello"]))
            return [_raw(f"{method} {where} HTTP/1.1", host, f"Upgrade: {upgrade}", "Connection: Upgrade",
                         f"Sec-WebSocket-Key: {key}", f"Sec-WebSocket-Version: {version}", "", ""),
                         b"\x81\x80abcd"]  # fmt: skip
        case 20:
            return [f"{post}Content-Length: 100000\r\n\r\n".encode(), b"nickname=" + b"x" * 70_000]
        case 21:
            return [f"{post}Content-Length: 10\r\nExpect: 100-continue\r\n\r\n".encode(), b"nickname=x", good]
        case 22:
            return [b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + draw(st.binary(max_size=100))]
        case 23:
            return [b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"]
    return [f"{method} {path} HTTP/1.1\r\n{host}\r\n\r\n".encode("utf-8", "surrogatepass"), good]
