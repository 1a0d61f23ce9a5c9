from __future__ import annotations

import string
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.errors import SettingsError
from tui.settings import SECTIONS, Settings, key_lines, load


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "settings.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_without_a_file_all_is_as_it_ships(tmp_path: Path) -> None:
    assert load(tmp_path / "none.toml", {}) == Settings()


def test_every_section_is_read(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        """
        [network]
        allow_hosts = ["127.0.0.1:8099"]
        per_host = 8
        [poll]
        workers = 3
        [desk]
        ascii = true
        keys = { quit = "Q" }
        [paths]
        database = "~/x.db"
        """,
    )
    settings = load(path, {})
    assert settings.network.allow_hosts == ("127.0.0.1:8099",)
    assert settings.network.per_host == 8
    assert settings.poll.workers == 3
    assert settings.desk.ascii is True
    assert settings.desk.keys == {"quit": "Q"}
    assert settings.paths.database == "~/x.db"
    assert settings.warnings == ()


def test_an_unknown_key_is_a_warning_with_its_line_and_the_nearest_name(tmp_path: Path) -> None:
    path = write(tmp_path, "[network]\nper_host = 2\n\nper_hots = 3\n")
    settings = load(path, {})
    assert settings.network.per_host == 2
    assert settings.warnings == (f"{path}:4: per_hots means nothing here; did you mean per_host?",)


def test_an_unknown_section_is_a_warning_with_its_line(tmp_path: Path) -> None:
    path = write(tmp_path, "[netwrok]\nper_host = 2\n")
    (warning,) = load(path, {}).warnings
    assert warning.startswith(f"{path}:1: [netwrok]")
    assert "network" in warning


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("[network]\nper_host = 0\n", 2),
        ("[network]\n\n\nper_host = true\n", 4),
        ("[network]\nallow_hosts = 'x'\n", 2),
        ("[desk]\nascii = 1\n", 2),
        ("[desk]\nkeys = [1]\n", 2),
        ('[desk.keys]\nquit = "q"\nhelp = 3\n', 1),
        ("[paths]\ndatabase = 7\n", 2),
        ("network = 3\n", 1),
    ],
)
def test_a_value_that_its_key_cannot_hold_is_refused_with_file_and_line(tmp_path: Path, text: str, line: int) -> None:
    path = write(tmp_path, text)
    with pytest.raises(SettingsError) as caught:
        load(path, {})
    assert str(caught.value).startswith(f"{path}:{line}: ")


def test_what_is_no_toml_is_refused_with_its_line(tmp_path: Path) -> None:
    path = write(tmp_path, "[network]\nper_host = \n")
    with pytest.raises(SettingsError, match="line 2"):
        load(path, {})


def test_what_is_no_utf8_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SettingsError, match="UTF-8"):
        load(path, {})


def test_a_folder_in_the_file_s_place_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be read"):
        load(tmp_path, {})


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    path = write(tmp_path, "[network]\nper_host = 2\n")
    environ = {
        "STANDPOINT_NETWORK_PER_HOST": "8",
        "STANDPOINT_NETWORK_ALLOW_HOSTS": "127.0.0.1:8099, 127.0.0.0/8:8098,",
        "STANDPOINT_DESK_NO_COLOR": "yes",
        "STANDPOINT_DESK_KEYS": "quit=Q,ctrl+q; help=F1",
        "STANDPOINT_DESK_ASCII": "0",
    }
    settings = load(path, environ)
    assert settings.network.per_host == 8
    assert settings.network.allow_hosts == ("127.0.0.1:8099", "127.0.0.0/8:8098")
    assert settings.desk.no_color is True
    assert settings.desk.keys == {"quit": "Q,ctrl+q", "help": "F1"}
    assert settings.desk.ascii is False
    assert settings.warnings == ()


def test_an_empty_variable_is_none(tmp_path: Path) -> None:
    assert load(tmp_path / "none.toml", {"STANDPOINT_NETWORK_PER_HOST": ""}) == Settings()


@pytest.mark.parametrize("value", ["many", "0", "1.5", "９９９"])
def test_a_variable_that_cannot_hold_its_value_is_refused_by_name(tmp_path: Path, value: str) -> None:
    with pytest.raises(SettingsError, match="STANDPOINT_NETWORK_PER_HOST must be a whole number"):
        load(tmp_path / "none.toml", {"STANDPOINT_NETWORK_PER_HOST": value})


def test_an_unknown_variable_of_a_known_section_is_a_warning(tmp_path: Path) -> None:
    (warning,) = load(tmp_path / "none.toml", {"STANDPOINT_NETWORK_PERHOST": "8"}).warnings
    assert "STANDPOINT_NETWORK_PER_HOST" in warning


def test_a_variable_whose_section_is_misspelt_is_a_warning_and_another_s_is_none(tmp_path: Path) -> None:
    (warning,) = load(tmp_path / "none.toml", {"STANDPOINT_NETWRK_PER_HOST": "8"}).warnings
    assert "did you mean STANDPOINT_NETWORK_PER_HOST?" in warning
    for other in ("STANDPOINT_STORY", "STANDPOINT_REVIEW_BY", "STANDPOINT_HOME", "STANDPOINT_X"):
        assert load(tmp_path / "none.toml", {other: "x"}) == Settings()


def test_the_variables_of_global_options_are_no_settings(tmp_path: Path) -> None:
    environ = {"STANDPOINT_DB": "x", "STANDPOINT_CONFIG": "y", "STANDPOINT_WATCHLIST": "z", "STANDPOINT_OFFLINE": "1"}
    assert load(tmp_path / "none.toml", environ) == Settings()


words = st.text(string.ascii_lowercase, min_size=1, max_size=8)


@given(st.dictionaries(st.sampled_from(SECTIONS), st.dictionaries(words, st.integers(), max_size=4), max_size=4))
def test_each_key_has_the_line_that_it_stands_on(table: dict[str, dict[str, int]]) -> None:
    lines: list[str] = []
    wanted: dict[str, int] = {}
    for section, content in table.items():
        lines.append(f"[{section}]")
        wanted[section] = len(lines)
        for key, value in content.items():
            lines += ["# a remark", f"{key} = {value}"]
            wanted[f"{section}.{key}"] = len(lines)
    assert key_lines("\n".join(lines)) == wanted
