"""A server on loopback with a certificate that nobody has signed, and an authority's certificate with another
name, made anew for each test run."""

import datetime
import ipaddress
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


@cache
def make_certificate(name: str) -> tuple[bytes, bytes]:
    """Certificate and key as PEM; the certificate is valid for 127.0.0.1."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    return certificate.public_bytes(serialization.Encoding.PEM), key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def fingerprint_of_pem(certificate: bytes) -> str:
    digest = x509.load_pem_x509_certificate(certificate).fingerprint(hashes.SHA256()).hex().upper()
    return ":".join(digest[place : place + 2] for place in range(0, 64, 2))


@contextmanager
def serve_tls(folder: Path, name: str, answer: bytes) -> Iterator[tuple[str, list[bytes], str]]:
    """The address, the requests that were heard, and the fingerprint. Every connection gets `answer`."""
    certificate, key = make_certificate(name)
    file = folder / f"{name}.pem"
    file.write_bytes(certificate + key)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            while True:
                try:
                    plain, _ = server.accept()
                except OSError:
                    return
                with plain:
                    plain.settimeout(5)
                    try:
                        with context.wrap_socket(plain, server_side=True) as connection:
                            data = connection.recv(65_536)
                            if data:
                                heard.append(data)
                                connection.sendall(answer)
                    except OSError:  # the other side did not believe us
                        continue

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        try:
            yield f"https://127.0.0.1:{server.getsockname()[1]}", heard, fingerprint_of_pem(certificate)
        finally:
            with socket.socket() as last:  # wakes the accept on every system
                server_address = server.getsockname()
                server.close()
                last.settimeout(1)
                last.connect_ex(server_address)
            thread.join(5)
