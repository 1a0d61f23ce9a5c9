from __future__ import annotations

import stat
import time
from pathlib import Path

import pytest

from tui.links import LinkRefused, browser_commands, checked, open_link


@pytest.mark.parametrize(
    "url",
    [
        "",
        "--help",
        "-https://x.example",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "ftp://x.example/",
        "https://",
        "https://x.example/a b",
        "https://x.example/\x1b[31m",
        "https://x.example/\n",
        "https://x.example/\x9b",
        "http://[::1",
        "//x.example",
        "x.example",
    ],
)
def test_only_whole_web_addresses_are_opened(url: str) -> None:
    with pytest.raises(LinkRefused):
        checked(url)
    with pytest.raises(LinkRefused):
        open_link(url, {"BROWSER": "true"})


def test_a_web_address_stays_as_it_is() -> None:
    url = "https://x.example/a?b=%20c&d=$(touch%20x);`y`#z"
    assert checked(url) == url


def script(folder: Path, name: str) -> Path:
    path = folder / name
    path.write_text(f'#!/bin/sh\nprintf "%s\\n" "$#" "$@" > {folder}/told.tmp && mv {folder}/told.tmp {folder}/told\n')
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


@pytest.mark.parametrize(
    ("browser", "told"),
    [
        ("{0}", ["1", "{1}"]),
        ("{0} --new '%s'", ["2", "--new", "{1}"]),
        ("no-such-browser-here:{0} -a", ["2", "-a", "{1}"]),
        ("{0} &", ["1", "{1}"]),
    ],
)
def test_the_browser_gets_one_argument_and_no_shell(tmp_path: Path, browser: str, told: list[str]) -> None:
    url = "https://x.example/;touch$IFS/tmp/x&a=$(id)"
    program = script(tmp_path, "browser")
    open_link(url, {"BROWSER": browser.format(program)})
    for _ in range(200):
        if (tmp_path / "told").exists():
            break
        time.sleep(0.02)
    assert (tmp_path / "told").read_text().splitlines() == [part.format(program, url) for part in told]


def test_a_browser_that_cannot_be_read_is_passed_over() -> None:
    assert browser_commands({"BROWSER": "'unclosed:firefox -P"})[0] == ["firefox", "-P"]
    assert browser_commands({})[0] == ["xdg-open"]


def test_text_browsers_are_not_started_over_the_desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script(tmp_path, "lynx")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(OSError, match="BROWSER"):
        open_link("https://x.example", {"BROWSER": "lynx"})
    assert not (tmp_path / "told").exists()
