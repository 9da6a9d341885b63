"""The product under recount: the binary in a folder of its own, and visitors who sign in."""

import http.client
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.parse
from pathlib import Path

PASSWORD = "demostracion-2026"
LONGEST_START = 120

# What a server of the recount may know of the machine: nothing but where programs are.
ENVIRONMENT = {"PATH": os.environ.get("PATH", ""), "RUST_LOG": "warn"}


class NotReached(Exception):
    """A step before the comparison was not reached: nothing is known of the product then."""


def free_port():
    """Returns a port of this machine that nobody listens to."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """One binary with one database, in a temporary folder."""

    def __init__(self, binary, database_url=None):
        self.binary = str(Path(binary).resolve())
        self.folder = Path(tempfile.mkdtemp(prefix="recount-"))
        self.url = database_url
        self.process = None
        self.port = None

    def _environment(self, **more):
        own = {"DATABASE_URL": self.url} if self.url else {}
        return {**ENVIRONMENT, **own, **more}

    def command(self, *words):
        """Runs a command of the binary to its end."""
        done = subprocess.run(
            [self.binary, *words], cwd=self.folder, env=self._environment(), capture_output=True, text=True
        )
        if done.returncode != 0:
            raise NotReached(f"formacion {' '.join(words)}: {done.stdout[-300:]} {done.stderr[-300:]}")
        return done.stdout

    def start(self):
        """Serves on a free port, and returns once it is ready."""
        self.port = free_port()
        with open(self.folder / "log", "ab") as log:
            self.process = subprocess.Popen(
                [self.binary, "serve"],
                cwd=self.folder,
                env=self._environment(ROCKET_ADDRESS="127.0.0.1", ROCKET_PORT=str(self.port)),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        ends = time.monotonic() + LONGEST_START
        while time.monotonic() < ends and self.process.poll() is None:
            try:
                if Visitor(self).get("/salud/lista").status == 200:
                    return self
            except OSError:
                pass
            time.sleep(0.05)
        raise NotReached("the server does not start: " + (self.folder / "log").read_text(errors="replace")[-400:])

    def stop(self):
        """Ends what was started here, and nothing else."""
        if self.process is None:
            return
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                pass
        # A group of its own: whatever the server started ends with it.
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.process.wait()
        self.process = None

    def forget(self):
        """Stops, and removes the folder."""
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)


class Answer:
    """What the server answered."""

    def __init__(self, status, headers, body):
        self.status = status
        self.headers = headers
        self.body = body

    @property
    def text(self):
        return self.body.decode("utf-8", errors="replace")


class Visitor:
    """A browser with its cookies, on one connection that is kept."""

    def __init__(self, server, name="nadie"):
        self.server = server
        self.name = name
        self.cookies = {}
        self.connection = None

    def get(self, path):
        return self._send("GET", path)

    def post(self, path, fields):
        body = urllib.parse.urlencode(fields)
        return self._send("POST", path, body, {"Content-Type": "application/x-www-form-urlencoded"})

    def _send(self, method, path, body=None, headers=None):
        for again in (True, False):
            if self.connection is None:
                self.connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=120)
            sent = {"Sec-Fetch-Site": "same-origin", **(headers or {})}
            if self.cookies:
                sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
            try:
                self.connection.request(method, urllib.parse.quote(path, safe="/?&=%-_.~+"), body, sent)
                answer = self.connection.getresponse()
                content = answer.read()
                break
            except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
                self.connection.close()
                self.connection = None
                if not again:
                    raise
        for line in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = line.split(";", 1)[0].partition("=")
            self.cookies[name.strip()] = value.strip()
        return Answer(answer.status, answer.headers, content)


def sign_in(server, mail):
    """Signs in with the password of every demonstration."""
    visitor = Visitor(server, mail.split("@")[0])
    answer = visitor.post("/ingresar", {"correo": mail, "contrasena": PASSWORD, "destino": "/"})
    if answer.status != 303 or not visitor.cookies:
        raise NotReached(f"{mail} signs in ({answer.status})")
    return visitor
