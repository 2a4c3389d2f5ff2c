"""A web server behind TLS on loopback, with a certificate authority of its own: one host for each kind of certificate.

    with TlsServer(folder=folder) as site:
        site.url("/page", "good")     speaks HTTP/2 where it is asked for
        site.ca_file                  what a client must trust

Its certificates name addresses, so that nothing has to be resolved.
"""

import asyncio
import datetime as dt
import ipaddress
import ssl
from dataclasses import dataclass, field
from pathlib import Path

import h2.config
import h2.connection
import h2.events
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from fault_server import ARTICLE
from fault_server.threaded import ThreadedServer

# Name of a host, and its address in the network that the fault tests allow.
ADDRESSES = {
    "good": "127.0.9.201",
    "http1": "127.0.9.202",
    "expired": "127.0.9.203",
    "wrong_name": "127.0.9.204",
    "self_signed": "127.0.9.205",
    "plain": "127.0.9.206",
}
YEAR = dt.timedelta(days=365)
FILLERS = [(f"x-filler-{number}", "x" * 60) for number in range(3_000)]


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


@dataclass(slots=True)
class Authority:
    """Makes certificates; `folder` holds them."""

    folder: Path
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def issue(self, host: str, address: str, *, days_old: int = 1, is_self_signed: bool = False) -> ssl.SSLContext:
        """Make the certificate of a host, valid for a year, and a context that serves it."""
        key = ec.generate_private_key(ec.SECP256R1())
        signer, issuer = (key, host) if is_self_signed else (self.key, "Test authority")
        names = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(address))])
        file = self._write(
            host, self._build(host, issuer, key, days_old).add_extension(names, critical=False), signer, key
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file)
        return context

    def write_root(self) -> Path:
        """Write the certificate that clients are to trust."""
        basic = x509.BasicConstraints(ca=True, path_length=None)
        usage = x509.KeyUsage(
            digital_signature=True, key_cert_sign=True, crl_sign=True, content_commitment=False, key_encipherment=False,
            data_encipherment=False, key_agreement=False, encipher_only=False, decipher_only=False,
        )  # fmt: skip
        builder = self._build("Test authority", "Test authority", self.key, 1)
        builder = builder.add_extension(basic, critical=True).add_extension(usage, critical=True)
        return self._write("root", builder, self.key, self.key)

    def _build(
        self, subject: str, issuer: str, key: ec.EllipticCurvePrivateKey, days_old: int
    ) -> x509.CertificateBuilder:
        start = dt.datetime.now(dt.UTC) - dt.timedelta(days=days_old)
        builder = x509.CertificateBuilder(
            issuer_name=_name(issuer), subject_name=_name(subject), public_key=key.public_key(),
            serial_number=x509.random_serial_number(), not_valid_before=start, not_valid_after=start + YEAR,
        )  # fmt: skip
        known = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
        by = x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key())
        return builder.add_extension(known, critical=False).add_extension(by, critical=False)

    def _write(
        self,
        name: str,
        builder: x509.CertificateBuilder,
        signer: ec.EllipticCurvePrivateKey,
        key: ec.EllipticCurvePrivateKey,
    ) -> Path:
        path = self.folder / f"{name}.pem"
        certificate = builder.sign(signer, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
        private = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        path.write_bytes(certificate + private)
        return path


@dataclass(slots=True, kw_only=True)
class TlsServer(ThreadedServer):
    """Serves robots.txt, an article, and a page whose headers are too large, in a thread of its own."""

    folder: Path
    ca_file: str = ""
    log: list[tuple[str, str, str]] = field(default_factory=list)  # host, protocol, path
    connections: int = 0

    def url(self, path: str, host: str = "good") -> str:
        """Give the address of a page on a host."""
        return f"https://{ADDRESSES[host]}:{self.port}{path}"

    def _contexts(self) -> dict[str, ssl.SSLContext | None]:
        authority = Authority(self.folder)
        self.ca_file = str(authority.write_root())
        contexts = {
            "good": authority.issue("good", ADDRESSES["good"]),
            "http1": authority.issue("http1", ADDRESSES["http1"]),
            "expired": authority.issue("expired", ADDRESSES["expired"], days_old=400),
            "wrong_name": authority.issue("wrong_name", "127.0.9.250"),
            "self_signed": authority.issue("self_signed", ADDRESSES["self_signed"], is_self_signed=True),
        }
        contexts["good"].set_alpn_protocols(["h2", "http/1.1"])
        return {**contexts, "plain": None}

    async def listen(self) -> list[asyncio.Server]:
        """Listen on every host, on one port."""
        servers = []
        for host, context in self._contexts().items():
            servers.append(await asyncio.start_server(self._connect(host), ADDRESSES[host], self.port, ssl=context))
            self.port = self.port or servers[0].sockets[0].getsockname()[1]
        return servers

    def _connect(self, host: str):  # noqa: ANN202 # a callback of asyncio's
        async def connect(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            self.connections += 1
            tls = writer.get_extra_info("ssl_object")
            try:
                if tls is not None and tls.selected_alpn_protocol() == "h2":
                    await self._speak_http2(host, reader, writer)
                else:
                    await self._speak_http1(host, reader, writer)
            except (ConnectionError, asyncio.IncompleteReadError):
                pass
            finally:
                writer.close()

        return connect

    async def _speak_http1(self, host: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if host == "plain":
            await reader.read(1)
            writer.write(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
            return
        while True:
            head = await reader.readuntil(b"\r\n\r\n")
            path = head.split(b" ", 2)[1].decode()
            self.log.append((host, "http/1.1", path))
            status, body = self._answer(path)
            writer.write(f"HTTP/1.1 {status} Status\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)
            await writer.drain()

    async def _speak_http2(self, host: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        config = h2.config.H2Configuration(client_side=False, header_encoding="utf-8")
        connection = h2.connection.H2Connection(config=config)
        connection.initiate_connection()
        writer.write(connection.data_to_send())
        while data := await reader.read(65_536):
            for event in connection.receive_data(data):
                if isinstance(event, h2.events.RequestReceived):
                    path = dict(event.headers)[":path"]
                    self.log.append((host, "h2", path))
                    status, body = self._answer(path)
                    extra = FILLERS if path == "/huge-headers" else []
                    connection.send_headers(event.stream_id, [(":status", str(status)), *extra])
                    connection.send_data(event.stream_id, body, end_stream=True)
            writer.write(connection.data_to_send())
            await writer.drain()

    def _answer(self, path: str) -> tuple[int, bytes]:
        return (404, b"none") if path == "/robots.txt" else (200, ARTICLE)
