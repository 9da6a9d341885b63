"""A PostgreSQL server for one recount, in a temporary folder."""

import os
import re
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from server import NotReached, free_port


def programs():
    """Returns the folder with the programs of the newest PostgreSQL."""
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(re.sub(r"\D", "", path.parts[4]) or 0)
    )
    if not found:
        raise NotReached("there is no PostgreSQL in /usr/lib/postgresql")
    return found[-1].parent


class Cluster:
    """The server; PostgreSQL refuses to run as root, so root runs it as `postgres`."""

    def __init__(self):
        self.bin, self.port = programs(), free_port()
        self.folder = Path(tempfile.mkdtemp(prefix="recount-postgres-"))
        self.process = None
        self.apart = []
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres")
            self.apart = ["runuser", "-u", "postgres", "--"]

    @property
    def url(self):
        return f"postgres://formacion@127.0.0.1:{self.port}/postgres"

    def start(self):
        data = self.folder / "data"
        made = subprocess.run(
            [*self.apart, self.bin / "initdb", "-D", data, "-U", "formacion", "-A", "trust", "--no-sync", "-E", "UTF8",
             "--locale=C.UTF-8"],
            cwd="/", capture_output=True, text=True,
        )  # fmt: skip
        if made.returncode != 0:
            raise NotReached("initdb: " + made.stderr[-300:])
        self.process = subprocess.Popen(
            [*self.apart, self.bin / "postgres", "-D", data, "-h", "127.0.0.1", "-p", str(self.port), "-k", "",
             "-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"],
            cwd="/", stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        ends = time.monotonic() + 30
        while time.monotonic() < ends:
            ready = [self.bin / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(self.port)]
            if subprocess.run(ready).returncode == 0:
                return self
            time.sleep(0.1)
        self.forget()
        raise NotReached("the server of PostgreSQL does not answer")

    def forget(self):
        if self.process is not None:
            stop = [*self.apart, self.bin / "pg_ctl", "-D", self.folder / "data", "-m", "immediate", "stop"]
            subprocess.run(stop, cwd="/", capture_output=True)
            self.process.wait(20)
        shutil.rmtree(self.folder, ignore_errors=True)
