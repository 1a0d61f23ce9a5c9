"""The server of synthetic feeds that polling is measured against: on loopback, an address for each feed."""

from __future__ import annotations

import subprocess
import sys
import urllib.request
from pathlib import Path

SERVER = Path(__file__).parents[2] / "shared" / "tools" / "feedserver.py"
"""Where it lies beside a checkout; it is no part of the project."""


def addresses(script: Path, feeds: int, port: int) -> list[str]:
    """The feeds' addresses, whether or not the server runs."""
    command = [sys.executable, str(script), "--feeds", str(feeds), "--port", str(port), "--urls"]
    listed: str = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return listed.split()


class Served:
    """The server, for as long as the context lasts."""

    def __init__(self, script: Path, feeds: int, port: int) -> None:
        self.port = port
        self.process = subprocess.Popen(
            [sys.executable, script, "--port", str(port), "--feeds", str(feeds)], stdout=subprocess.PIPE, text=True
        )
        assert self.process.stdout is not None
        self.process.stdout.readline()

    def next_round(self) -> None:
        """A fifth of the feeds have new entries from now on."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/_round"):
            pass

    def __enter__(self) -> Served:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.wait()
