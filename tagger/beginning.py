"""A new watchlist from five answers: small, in order, and full of words on how to go on.

What is known of states and persons from the watchlists that ship (their aliases, capitals, genders and offices) is
taken over for those that the new story names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib import resources
from typing import Any

import tomlkit

from tagger.folding import fold

SHIPPED = ("gaza-isf.toml", "ukraine-peace.toml")
"""Where known actors are looked for, the first that knows one counting."""

_TAKEN_OVER = ("name", "kind", "gender", "aliases", "needs", "decoys", "office")
LINE = 100
"""How long a list may be on one line."""
_NO_WORD = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Answers:
    """What the five questions brought."""

    id: str
    """What `--story` calls it."""
    name: str
    """What the story is called."""
    since: date
    """The first day that counts."""
    phrases: tuple[str, ...]
    """Each of them alone shows that an article is about the story."""
    actors: tuple[str, ...]
    """Names; "Name of Principal" or "Name (Principal)" for whoever speaks for another."""
    issues: tuple[tuple[str, tuple[str, ...]], ...]
    """Each question, and the words in which what it proposes is spoken of."""


def id_of(name: str) -> str:
    """A name as an id: small letters and digits without accents, joined by hyphens."""
    return _NO_WORD.sub("-", fold(name)).strip("-")


def begin(answers: Answers, known: Mapping[str, Mapping[str, Any]] | None = None) -> str:
    """The text of the watchlist file. `known` are tables of actors by folded name; those that ship where not given.

    The text is in order by `tagger.watchlist.check` where every list has something in it and every id is its own.
    """
    known = shipped_actors() if known is None else known
    parts = [_story(answers), _topic(answers)]
    parts += [_actor(table) for table in _actors(answers.actors, known)]
    parts += [_issue(question, words) for question, words in answers.issues]
    return "\n".join(parts)


def shipped_actors() -> dict[str, Mapping[str, Any]]:
    """Every actor of the watchlists that ship, by the folded form of its name and full aliases."""
    found: dict[str, Mapping[str, Any]] = {}
    for name in SHIPPED:
        text = resources.files("tagger").joinpath("data", name).read_text(encoding="utf-8")
        for actor in tomlkit.parse(text).unwrap()["actor"]:
            for alias in (actor["name"], *actor.get("aliases", {}).get("full", ())):
                found.setdefault(fold(alias), actor)
    return found


def split_actor(words: str) -> tuple[str, str]:
    """Name and principal of "Ishaq Dar of Pakistan" or "Ishaq Dar (Pakistan)"; the principal is empty where none is."""
    name, bracket, principal = words.partition("(")
    if not bracket:
        name, _, principal = words.partition(" of ")
    return name.strip(), principal.strip(" )")


def _actors(names: Iterable[str], known: Mapping[str, Mapping[str, Any]]) -> list[dict[str, Any]]:
    tables: dict[str, dict[str, Any]] = {}
    for words in names:
        name, principal = split_actor(words) if fold(words) not in known else (words.strip(), "")
        home = principal or _principal_of(name, known)
        if home and id_of(home) not in tables and fold(home) != fold(name):
            tables[id_of(home)] = _table(home, "", known)
        table = _table(name, id_of(home) if home else "", known)
        tables.setdefault(table["id"], table)
    return list(tables.values())


def _principal_of(name: str, known: Mapping[str, Mapping[str, Any]]) -> str:
    """The name of the principal of somebody who is known; empty for a principal and for the unknown."""
    table = known.get(fold(name))
    if table is None or table["principal"] == table["id"]:
        return ""
    by_id = {one["id"]: one for one in known.values()}
    return str(by_id[table["principal"]]["name"]) if table["principal"] in by_id else ""


def _table(name: str, principal: str, known: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    held = known.get(fold(name), {})
    kind = held.get("kind") or ("person" if principal and len(name.split()) > 1 else "body")
    table: dict[str, Any] = {"id": id_of(str(held.get("name", name))), "name": name, "kind": kind}
    table |= {key: held[key] for key in _TAKEN_OVER if key in held}
    table["principal"] = principal or table["id"]
    # Roles for other countries ("foreign minister of both") would name actors that the new file does not have.
    table["role"] = [role for role in held.get("role", ()) if role.get("country") == table["principal"]]
    if kind == "person" and not held:
        table["aliases"] = {"surname": [name.rsplit(maxsplit=1)[-1]]}
    return table


def _story(answers: Answers) -> str:
    return f"""\
# {_comment(answers.name)}
#
# [story]     what is followed, since when
# [[topic]]   what an article can be about, by its words
# [[actor]]   whose words and mentions are kept: persons, offices, states, bodies, with their aliases and dated roles
# [[issue]]   the questions on which they take positions, and the sentences that try them
#
# standpoint watchlist check    names the line of whatever is wrong
# standpoint watchlist test     reads the examples beside each issue

[story]
id = {_toml(answers.id)}
name = {_toml(answers.name)}
since = {answers.since.isoformat()}
topics = ["story"]
terms = {_list(answers.phrases)}
"""


def _topic(answers: Answers) -> str:
    return f"""\
[[topic]]
id = "story"
name = {_toml(answers.name)}
strong = {_list(answers.phrases)} # each is enough, twice, or once in the title
weak = [] # words that count where `needs` different words of `context` stand beside them
context = []
needs = 1
"""


def _actor(table: Mapping[str, Any]) -> str:
    lines = ["[[actor]]"]
    roles = table.get("role", ())
    for key, value in table.items():
        if key == "role":
            continue
        if key == "aliases":
            lines += [f"aliases.{kind} = {_list(names)}" for kind, names in value.items()]
        else:
            lines.append(f"{key} = {_list(value) if isinstance(value, list) else _toml(value)}")
    if table["kind"] == "person" and "gender" not in table:
        lines.append('# gender = "f"    # or "m": for "she said"')
    for role in roles:
        lines += ["", "[[actor.role]]", *(f"{key} = {_toml(value)}" for key, value in role.items())]
    if table["kind"] == "person" and not roles:
        lines += [
            "#",
            "# [[actor.role]]",
            '# title = "foreign minister"',
            f"# country = {_toml(table['principal'])}",
            "# from = 2025-01-01",
        ]
    return "\n".join(lines) + "\n"


def _issue(question: str, words: Sequence[str]) -> str:
    target = [word.strip().casefold() for word in words]
    example = f"We support {target[0]}."
    return f"""\
[[issue]]
id = {_toml(id_of(" ".join(target[0].split()[:4])))}
question = {_toml(question if question.endswith("?") else f"{question}?")}
target = {_list(target)} # how what the question proposes is spoken of
# opposite = []      # its contrary, its violation
# conditional = []   # phrases that say the stance by themselves; so with support, oppose and undecided
# not = []           # phrases in which a target does not count
examples = [
    {{ text = {_toml(example)}, stance = "support" }},
]
"""


def _toml(value: Any) -> str:
    return str(tomlkit.item(value).as_string())


def _list(values: Iterable[str]) -> str:
    written = [_toml(value) for value in values]
    if sum(len(one) + 2 for one in written) < LINE:
        return f"[{', '.join(written)}]"
    return "\n".join(["[", *(f"    {one}," for one in written), "]"])


def _comment(text: str) -> str:
    return " ".join(text.split())
