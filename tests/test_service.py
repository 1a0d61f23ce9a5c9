"""The service files that docs/service.md offers: what runs them understands them, and they call what there is."""

from __future__ import annotations

import os
import plistlib
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tui.cli import root

FOLDER = Path(__file__).parents[1] / "docs" / "service"
HERE = Path(sys.executable).parent / "standpoint"


def test_systemd_understands_the_unit(tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not here")
    unit = tmp_path / "standpoint.service"
    text = (FOLDER / "standpoint.service").read_text(encoding="utf-8")
    assert "%h/.local/bin/standpoint" in text
    manual = re.sub(r"(?m)^Documentation=.*\n", "", text)
    unit.write_text(manual.replace("%h/.local/bin/standpoint", str(HERE)), encoding="utf-8")
    environment = {**os.environ, "XDG_RUNTIME_DIR": str(tmp_path), "HOME": str(tmp_path)}
    verified = subprocess.run(
        ["systemd-analyze", "--user", "verify", str(unit)], env=environment, capture_output=True, text=True, check=False
    )
    ours = [line for line in verified.stderr.splitlines() if "standpoint.service" in line]
    assert (verified.returncode, ours) == (0, [])


def test_launchd_is_given_a_property_list() -> None:
    found = plistlib.loads((FOLDER / "standpoint.plist").read_bytes())
    assert found["Label"] == "standpoint.poll"
    assert found["KeepAlive"] == {"SuccessfulExit": False}
    assert found["Umask"] == 0o077


def test_both_call_what_the_program_has() -> None:
    unit = re.search(r"(?m)^ExecStart=\S+ (.*)$", (FOLDER / "standpoint.service").read_text(encoding="utf-8"))
    assert unit is not None
    arguments = plistlib.loads((FOLDER / "standpoint.plist").read_bytes())["ProgramArguments"][1:]
    assert unit[1].split() == arguments
    context = root.make_context("standpoint", list(arguments), resilient_parsing=True)
    command = root.get_command(context, arguments[0])
    assert command is not None
    assert "follow" in {parameter.name for parameter in command.params}


def test_the_unit_gives_up_where_trying_again_is_of_no_use() -> None:
    text = (FOLDER / "standpoint.service").read_text(encoding="utf-8")
    assert "RestartPreventExitStatus=2 3 4\n" in text
    assert "KillSignal=SIGTERM\n" in text
