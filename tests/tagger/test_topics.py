"""What an article is about: the force for Gaza, and the other things of the same name."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tagger.match import Matcher
from tagger.topics import Topics
from tagger.watchlist import load

WATCHLIST = load()
MATCHER = Matcher(WATCHLIST)
TOPICS = Topics(WATCHLIST)
DAY = datetime(2025, 12, 3, tzinfo=UTC)


def decide(text: str, title: str = "", day: datetime | None = DAY) -> tuple[tuple[str, ...], bool]:
    head, body = MATCHER.both(text, title)
    return TOPICS.decide(body, head, day)


@pytest.mark.parametrize(
    "text",
    [
        "The International Stabilization Force will be sent to Gaza in spring, and 8,000 men wait for a mandate.",
        "A Gaza force without a mandate is out of the question, the minister told parliament. Hamas was silent.",
        "The stabilisation force (ISF) for Gaza lacks soldiers; Hamas keeps its arms and Israel its line.",
        "Sending troops to Gaza is for Pakistan’s cabinet to decide, the general said after the meeting about Gaza.",
        "Any country that joins the ISF must first hear who disarms Hamas, and who pays in Gaza.",
    ],
)
def test_the_force_is_found_and_on_the_story(text: str) -> None:
    assert decide(text) == (("gaza", "isf"), True)


@pytest.mark.parametrize(
    "text",
    [
        "The truce in Gaza holds for now, said the mediators, while the hostages’ families wait for news.",
        "Gaza needs 600 lorries of aid a day; Israel lets half of them in, the United Nations said of Gaza.",
        "The Board of Peace meets on Gaza next week. Hamas and Israel trade blame for the broken ceasefire in Gaza.",
    ],
)
def test_gaza_without_the_force(text: str) -> None:
    assert decide(text) == (("gaza",), True)


@pytest.mark.parametrize(
    "text",
    [
        "The Insaf Students Federation (ISF) marched in Peshawar. The ISF president promised more marches.",
        "The Indian Secular Front (ISF) will field 40 candidates, its leader said. The ISF and Congress talk.",
        "The head of Lebanon’s Internal Security Forces (ISF) warned of unrest. The ISF lacks fuel.",
        "The ISF shooting final in Cairo went to Norway. The ISF will hold the next one in Lima.",
        "A peacekeeping force will go to Haiti; a multinational force has failed there, the Security Council heard.",
        "The new café in Gaza City bakes bread as in Naples, and the family is proud of its oven in Gaza.",
        "The mayor spoke on rents, buses and, in passing, on Gaza. The rest of the evening was about school meals.",
        "The election in Tanzania left Dar es Salaam under curfew.",
    ],
)
def test_other_subjects_are_off_the_story(text: str) -> None:
    topics, on_story = decide(text)
    assert ("isf" in topics, on_story) == (False, False)


def test_before_the_story_began_gaza_is_gaza_and_no_more() -> None:
    text = "The truce in Gaza must come now, both ministers said. Aid to Gaza is blocked by Israel."
    assert decide(text, day=datetime(2025, 7, 28, tzinfo=UTC)) == (("gaza",), False)
    assert decide(text, day=datetime(2025, 11, 28, tzinfo=UTC)) == (("gaza",), True)


def test_without_a_date_the_plan_s_own_words_decide() -> None:
    assert decide("The war in Gaza went on; Israel bombed Rafah and Hamas fired back.", day=None)[1] is False
    assert decide("Gaza’s stabilization force has no commander; Hamas and Israel wait.", day=None)[1] is True


def test_an_army_s_own_war_in_gaza_is_not_the_force() -> None:
    text = "Israel will send troops into Gaza City, the cabinet decided. It has had troops in Gaza since the war began."
    assert decide(text)[0] == ("gaza",)


def test_the_title_weighs() -> None:
    text = "The cabinet will decide, the general said. Nothing is signed. Hamas was not asked."
    assert decide(text, title="Decision to join Gaza force rests with parliament") == (("gaza", "isf"), True)
