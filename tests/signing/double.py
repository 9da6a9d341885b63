"""A service that signs, for tests: really, with a key and a certificate made when it starts.

`POST /<name>` signs a PDF as docs/interface/signing.md says, or misbehaves as `PUT /<name>` told it to
for that name. `GET /<name>` says how often it was asked. Prints its port when it is ready.
"""

import datetime
import io
import sys
import threading
import time
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers

TOKEN = sys.argv[1]
modes, asked, first = {}, Counter(), {}
lock = threading.Lock()


def own_signer():
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Firma de prueba, sin validez")])
    now = datetime.datetime.now(datetime.timezone.utc)
    usage = x509.KeyUsage(True, True, False, False, False, False, False, False, False)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(usage, critical=True)
        .sign(key, hashes.SHA256())
    )
    word = b"of this process alone"
    closed = serialization.BestAvailableEncryption(word)
    packed = pkcs12.serialize_key_and_certificates(b"double", key, certificate, None, closed)
    return signers.SimpleSigner.load_pkcs12_data(packed, other_certs=[], passphrase=word)


class Update(IncrementalPdfFileWriter):
    """Leaves the metadata alone: how pyHanko writes XMP again is no PDF/A."""

    def _update_meta(self):
        pass


def sign(pdf, signer):
    # Without a picture, printable, and off the page: what PDF/A and PDF/UA allow without more tags.
    place = fields.InvisSigSettings(
        set_print_flag=True, set_hidden_flag=False, box_out_of_bounds=True
    )
    field = fields.SigFieldSpec(
        "Firma", on_page=0, readable_field_name="Firma digital", invis_sig_settings=place
    )
    said = signers.PdfSignatureMetadata(
        field_name="Firma", subfilter=fields.SigSeedSubFilter.PADES, md_algorithm="sha256"
    )
    whole = signers.PdfSigner(said, signer=signer, new_field_spec=field)
    return whole.sign_pdf(Update(io.BytesIO(pdf))).getvalue()


def answer(mode, pdf, name):
    """Status, extra headers and bytes."""
    if mode == "busy":
        return 503, {"Retry-After": "60"}, b""
    if mode == "refuse":
        return 422, {}, b""
    if mode == "nonsense":
        return 200, {}, b"<html>Bienvenido</html>"
    if mode == "unsigned":
        return 200, {}, pdf
    if mode == "large":
        return 200, {}, pdf + b"%" * (6 << 20)
    if mode.startswith("slow "):
        time.sleep(float(mode.split()[1]))
    with lock:
        first.setdefault(name, pdf)
    if mode == "other":
        # Whoever's document came first, signed well.
        pdf = first[name]
    signed = sign(pdf, signer)
    if mode == "damaged":
        at = signed.rindex(b"/TU (Firma")
        signed = signed[: at + 5] + b"Forma" + signed[at + 10 :]
    if mode == "more":
        signed += b"8 0 obj\n(more)\nendobj\n"
    return 200, {}, signed


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def reply(self, status, headers, body):
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Type", "application/pdf")
        for header, value in headers.items():
            self.send_header(header, value)
        self.end_headers()
        self.wfile.write(body)

    def body(self):
        return self.rfile.read(int(self.headers["Content-Length"] or 0))

    def do_POST(self):
        body = self.body()
        if self.headers["Authorization"] != f"Bearer {TOKEN}":
            return self.reply(401, {}, b"")
        if self.headers["Content-Type"] != "application/pdf" or not body.startswith(b"%PDF-"):
            return self.reply(415, {}, b"")
        with lock:
            asked[self.path] += 1
            mode = modes.get(self.path, "sign")
            # «once refuse»: the next one alone.
            if mode.startswith("once "):
                mode = mode.removeprefix("once ")
                modes[self.path] = "sign"
        try:
            self.reply(*answer(mode, body, self.path))
        except BrokenPipeError:
            pass

    def do_PUT(self):
        with lock:
            modes[self.path] = self.body().decode()
        self.reply(200, {}, b"")

    def do_GET(self):
        self.reply(200, {}, str(asked[self.path]).encode())

    def log_message(self, *_):
        pass


signer = own_signer()
server = ThreadingHTTPServer(("127.0.0.1", int(sys.argv[2]) if len(sys.argv) > 2 else 0), Handler)
print(f"port {server.server_address[1]}", flush=True)
server.serve_forever()
