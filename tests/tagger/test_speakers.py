"""Who utters what: sentences of our own, one for each way that the press names a speaker."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.model.reading import Voice
from tagger.match import Matcher
from tagger.scene import Scene
from tagger.speakers import Resolver
from tagger.speech import extract
from tagger.watchlist import load

WATCHLIST = load()
MATCHER = Matcher(WATCHLIST)
RESOLVER = Resolver(WATCHLIST)
DAY = datetime(2025, 12, 3, tzinfo=UTC)


def voices(text: str, words: str, day: datetime = DAY) -> tuple[Voice, ...]:
    """The voices of the statement whose words are given."""
    _, body = MATCHER.both(text, "")
    utterances = extract(text)
    resolved = RESOLVER.resolve(Scene(WATCHLIST, body, day.date()), utterances)
    at = text.index(words)
    found = [
        (u.end - u.start, who.voices)
        for u, who in zip(utterances, resolved, strict=True)
        if any(s.start <= at < s.end for s in u.spans) or u.start <= at < u.end
    ]
    assert found, f"no statement holds {words!r}"
    return min(found)[1] if len(found) == 1 else min(found, key=lambda pair: pair[0])[1]


def who(text: str, words: str, day: datetime = DAY) -> list[str | None]:
    return [voice.actor for voice in voices(text, words, day)]


NAMED = [
    ("Ishaq Dar said the border stays open.", "the border", "ishaq-dar"),
    ("Foreign Minister Hakan Fidan said the text needs work.", "the text", "hakan-fidan"),
    ("Pakistan’s Deputy Prime Minister and Foreign Minister Ishaq Dar said nothing is signed.", "nothing", "ishaq-dar"),
    ("Hakan Fidan came early. Fidan said the text needs work.", "the text", "hakan-fidan"),
    ("“The door is open,” Trump said.", "The door", "donald-trump"),
    ("“The door is open,” said Egypt’s Badr Abdelatty.", "The door", "badr-abdelatty"),
    ("Israel’s ambassador to India, Reuven Azar, said the idea is dead.", "the idea", "reuven-azar"),
    ("The military spokesman, Lt Gen Ahmed Sharif Chaudhry, said the army obeys.", "the army", "ahmed-sharif-chaudhry"),
    ("Mike Waltz, the US ambassador to the UN, said the vote is near.", "the vote", "mike-waltz"),
    ("Rana Sanaullah, the Prime Minister’s adviser, said it would be an honour.", "it would", "rana-sanaullah"),
    ("According to Mahmoud Abbas, the police will be trained in Cairo.", "the police", "mahmoud-abbas"),
    ("Chief adviser’s press secretary Shafiqul Alam said four terms must be met.", "four terms", "shafiqul-alam"),
    ("Khwaja Mehmood Asif said the cabinet decides.", "the cabinet", "khawaja-asif"),
]


@pytest.mark.parametrize(("text", "words", "actor"), NAMED)
def test_named_speakers(text: str, words: str, actor: str) -> None:
    assert who(text, words) == [actor]


ROLES = [
    ("The Turkish foreign minister said the text needs work.", "the text", "hakan-fidan"),
    ("Pakistan’s defence minister said the cabinet decides.", "the cabinet", "khawaja-asif"),
    ("Indonesia’s president said 8,000 men are ready.", "8,000", "prabowo-subianto"),
    ("The US secretary of state said the force is close.", "the force", "marco-rubio"),
    ("The Qatari premier said the truce is fragile.", "the truce", "mohammed-bin-abdulrahman-al-thani"),
    ("Shehbaz Sharif flew to London. The prime minister said the cabinet agreed.", "the cabinet", "shehbaz-sharif"),
    ("Hakan Fidan met reporters. The minister said the text needs work.", "the text", "hakan-fidan"),
    ("Reuven Azar was asked about it. The ambassador said trust is missing.", "trust", "reuven-azar"),
    ("The Israeli envoy said trust is missing. Reuven Azar, ambassador in Delhi, went on.", "trust", "reuven-azar"),
    ("Jordan’s king said nobody wants to enforce peace.", "nobody", "king-abdullah-ii"),
    (
        "The Foreign Office spokesperson said the plan is under review in Islamabad. Pakistan waits.",
        "the plan",
        "tahir-andrabi",
    ),
    ("The Egyptian president said more aid must flow.", "more aid", "abdel-fattah-el-sisi"),
]


ROLES += [
    ("Khaled Meshaal said arms are lawful. The Hamas leader said the list is long.", "the list", "khaled-meshaal"),
    ("Israel waits. Karoline Leavitt stood up, and the president said the list is long.", "the list", "donald-trump"),
    ("Norway will help. Egypt waits, and its foreign minister said the list is long.", "the list", "badr-abdelatty"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "words", "actor"), ROLES)
def test_roles_by_country_and_description(text: str, words: str, actor: str) -> None:
    assert who(text, words) == [actor]


def test_a_role_is_resolved_by_the_article_s_day() -> None:
    text = "The Foreign Office spokesperson said the plan is under review. Pakistan waits."
    assert who(text, "the plan", datetime(2025, 7, 1, tzinfo=UTC)) == ["shafqat-ali-khan"]
    assert who(text, "the plan", datetime(2025, 12, 1, tzinfo=UTC)) == ["tahir-andrabi"]


OFFICES = [
    ("The Foreign Office said Islamabad is consulting.", "Islamabad is", "pakistan-foreign-office"),
    ("The Turkish foreign ministry said the talks went well.", "the talks", "turkish-foreign-ministry"),
    ("ISPR said the border is calm.", "the border", "inter-services-public-relations"),
    ("The White House said the board meets soon.", "the board", "white-house"),
    ("Hamas said it accepts the list.", "it accepts", "hamas"),
    ("Islamabad said it has red lines.", "it has", "pakistan"),
    ("The Israeli government said no Turkish soldier may come.", "no Turkish", "israel"),
    ("The Trump administration said the first units are ready.", "the first", "united-states"),
    (
        "Indonesia’s foreign ministry said consent is needed. The ministry added that the mandate matters.",
        "the mandate",
        "indonesian-foreign-ministry",
    ),
]


def test_a_paper_speaks_for_the_office_that_issued_it() -> None:
    text = "Aid is late, according to a statement by the Egyptian Foreign Ministry. The statement said more must come."
    assert who(text, "more must") == ["egyptian-foreign-ministry"]


@pytest.mark.parametrize(("text", "words", "actor"), OFFICES)
def test_offices_bodies_and_states(text: str, words: str, actor: str) -> None:
    assert who(text, words) == [actor]


PRONOUNS = [
    ("Ishaq Dar met the press. He said the border stays open.", "the border", "ishaq-dar"),
    ("Giorgia Meloni welcomed Donald Trump. She said Italy will help.", "Italy", "giorgia-meloni"),
    ("Karoline Leavitt spoke for Donald Trump. “The plan holds,” she said.", "The plan", "karoline-leavitt"),
    ("Hakan Fidan said the text needs work. He added that Ankara is ready.", "Ankara", "hakan-fidan"),
    (
        "Khawaja Asif spoke on Sunday. Donald Trump’s plan is a year old.\n\nHe said the truce is broken.",
        "the truce",
        "khawaja-asif",
    ),
    (
        "The foreign ministry of Indonesia said consent is needed. It added that Indonesia may leave.",
        "Indonesia may",
        "indonesian-foreign-ministry",
    ),
]


@pytest.mark.parametrize(("text", "words", "actor"), PRONOUNS)
def test_pronouns(text: str, words: str, actor: str) -> None:
    assert who(text, words) == [actor]


def test_a_pronoun_is_nobody_whom_its_own_words_name() -> None:
    text = "Khawaja Asif posted on X.\n\n“Recep Tayyip Erdogan is right on this,” he said."
    assert who(text, "Recep") == ["khawaja-asif"]


def test_a_new_paragraph_s_subject_is_taken_before_the_last_speaker() -> None:
    text = "Tony Blair said it is time.\n\nJared Kushner showed a slide of towers. He said the money is there."
    assert who(text, "the money") == ["jared-kushner"]


def test_officials_without_a_country_are_the_report_s_only_where_it_has_one() -> None:
    one = "Pakistan waits. Pakistan’s cabinet met in Islamabad. Officials said the list is long."
    assert [v.principal for v in voices(one, "the list")] == ["pakistan"]
    four = "Kazakhstan, Morocco, Kosovo and Albania will join. Officials said the list is long."
    assert [v.principal for v in voices(four, "the list")] == [None]


def test_bodies_that_speak_together() -> None:
    text = "Hamas and Palestinian Islamic Jihad said no. The two groups urged mediators to act at once."
    assert who(text, "no.") == ["hamas", "palestinian-islamic-jihad"]
    assert who(text, "mediators") == ["hamas", "palestinian-islamic-jihad"]


def test_a_pronoun_between_two_equal_candidates_stays_unknown() -> None:
    text = "Ishaq Dar and Hakan Fidan met for an hour. He said the border stays open."
    assert who(text, "the border") in ([], [None])


def test_a_pronoun_does_not_reach_over_three_paragraphs() -> None:
    text = "Ishaq Dar was there.\n\nThe hall was cold.\n\nLunch was late.\n\nHe said the border stays open."
    assert who(text, "the border") == []


UNNAMED = [
    ("A senior Turkish official said the list is ready.", "the list", "turkey"),
    ("Pakistani officials said the cabinet will meet.", "the cabinet", "pakistan"),
    ("Officials in Islamabad said the cabinet will meet.", "the cabinet", "pakistan"),
    ("“It is hard,” said a senior Pakistani diplomat.", "It is", "pakistan"),
    ("US officials said the first units are ready.", "the first", "united-states"),
    ("A Pakistani official said the list is long. Another official said it is short.", "it is short", "pakistan"),
    ("A Hamas official said the weapons stay.", "the weapons", "hamas"),
    ("Turkish diplomatic sources said Ankara will press for more.", "Ankara", "turkey"),
    ("Diplomatic sources said the list is long.", "the list", None),
    ("Analysts said the risk is high in Pakistan.", "the risk", None),
]


@pytest.mark.parametrize(("text", "words", "principal"), UNNAMED)
def test_unnamed_voices_are_never_a_person(text: str, words: str, principal: str | None) -> None:
    found = voices(text, words)
    assert [(v.actor, v.unnamed, v.principal) for v in found] == [(None, True, principal)]
    assert all(v.rank <= 1 for v in found)


def test_joint_speakers_are_all_named() -> None:
    assert who("Ishaq Dar and Hakan Fidan said the truce must hold.", "the truce") == ["ishaq-dar", "hakan-fidan"]
    text = "Ishaq Dar telephoned Hakan Fidan. The two ministers said the truce must hold."
    assert who(text, "the truce") == ["ishaq-dar", "hakan-fidan"]
    text = "Ishaq Dar also spoke with Abbas Araghchi. Both reaffirmed their wish for calm."
    assert who(text, "their wish") == ["ishaq-dar", "abbas-araghchi"]


def test_ministers_of_several_countries() -> None:
    text = "The foreign ministers of Türkiye, Egypt and Qatar said the truce must hold."
    assert who(text, "the truce") == ["arab-islamic-foreign-ministers"]
    text = "The prime ministers of Pakistan and Malaysia said the truce must hold."
    assert who(text, "the truce") == ["shehbaz-sharif", "anwar-ibrahim"]


def test_ministers_whose_countries_stand_before() -> None:
    text = "Hakan Fidan met counterparts from Jordan, Qatar and Egypt. The ministers agreed that the truce must hold."
    assert who(text, "the truce") == ["arab-islamic-foreign-ministers"]


def test_the_group_and_the_kingdom() -> None:
    assert who("Hamas rejected the call. The group said it was fighting gangs.", "it was") == ["hamas"]
    text = "Riyadh waits, and Saudi Arabia said no. The kingdom added that two states are the way."
    assert who(text, "two states") == ["saudi-arabia"]


def test_a_private_office_is_the_government_s_voice() -> None:
    assert who("Netanyahu’s office said the list is closed.", "the list") == ["israel"]


NOT_THEM = [
    ("The Trump campaign said the poll is wrong.", "the poll", "donald-trump"),
    ("Trump’s envoy said the list is ready.", "the list", "donald-trump"),
    ("A spokesman for Netanyahu said the list is ready.", "the list", "benjamin-netanyahu"),
    ("Former prime minister Imran Khan’s lawyer said the case is weak.", "the case", "imran-khan"),
    ("The former Turkish foreign minister said the text needs work.", "the text", "hakan-fidan"),
    ("Officials close to Ishaq Dar said the list is ready.", "the list", "ishaq-dar"),
]


@pytest.mark.parametrize(("text", "words", "actor"), NOT_THEM)
def test_names_in_other_people_s_descriptions_do_not_speak(text: str, words: str, actor: str) -> None:
    assert actor not in who(text, words)


def test_somebody_who_is_not_on_the_watchlist_keeps_the_words_and_no_id() -> None:
    text = "Lawyer Tito Magoti said five had died. Magoti said the count is open."
    for words in ("five", "the count"):
        assert [(v.actor, v.unnamed) for v in voices(text, words)] == [(None, False)]


@pytest.mark.parametrize(
    "text",
    [
        "Army chief of staff Gen. Maruli Simanjuntak said the list is long.",
        "Foreign Minister Retno Marsudi said the list is long. Indonesia’s Sugiono was silent.",
        "Dino Patti Djalal, a former deputy foreign minister, said the list is long.",
        "The head of the Internal Security Forces, Major General Imad Othman, said the list is long.",
    ],
)
def test_another_holder_of_a_title_is_not_taken_for_the_one_on_the_watchlist(text: str) -> None:
    assert [(v.actor, v.rule) for v in voices(text, "the list")] == [(None, "not-on-watchlist")]


def test_ranks_follow_the_offices() -> None:
    def rank(text: str, words: str) -> int:
        return voices(text, words)[0].rank

    assert rank("Donald Trump said it is done.", "it is") == 5
    assert rank("Ishaq Dar said it is done.", "it is") == 4
    assert rank("Karoline Leavitt said it is done.", "it is") == 2
    assert rank("The Foreign Office said it is done.", "it is") == 2
    assert rank("A Turkish official said it is done.", "it is") == 1
    assert rank("Michael Kugelman said it is done.", "it is") == 0


WORDS = [
    *(
        "Ishaq Dar",
        "he",
        "the minister",
        "said",
        "“",
        "”",
        ".",
        ", who",
        "the two ministers",
        "\n\n",
        "both",
        "of",
        "told",
    ),
    *("a statement", "officials", "Pakistan’s", "and", "according to", "they", "İ", "that it is done"),
]


@settings(deadline=None, max_examples=60)
@given(st.lists(st.sampled_from(WORDS), max_size=25))
def test_no_text_breaks_it(words: list[str]) -> None:
    text = " ".join(words)
    _, body = MATCHER.both(text, "")
    utterances = extract(text)
    assert len(RESOLVER.resolve(Scene(WATCHLIST, body, None), utterances)) == len(utterances)
