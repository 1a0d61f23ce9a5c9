"""Closed word classes of English: what a reader without a parser may know for certain.

The words stand in data/lexicon.toml: function-word classes of English grammar, the common irregular verbs, and the
nouns that tell people and papers from things. Open-class words are told apart by shape only (`tagger.tokens`).
"""

from __future__ import annotations

import tomllib
from importlib.resources import files

_WORDS: dict[str, str] = tomllib.loads(files("tagger").joinpath("data", "lexicon.toml").read_text("utf-8"))


def _set(name: str) -> frozenset[str]:
    return frozenset(_WORDS[name].split())


DETERMINERS = _set("determiners")
PREPOSITIONS = _set("prepositions")
SUBJECT_PRONOUNS = _set("subject_pronouns")
OBJECT_PRONOUNS = _set("object_pronouns")
RELATIVES = _set("relatives")
AUXILIARIES = _set("auxiliaries")
MODALS = _set("modals")
NEGATIONS = _set("negations")
COORDINATORS = _set("coordinators")
CONTRASTIVES = _set("contrastives")
SUBORDINATORS = _set("subordinators")
ADVERBS = _set("adverbs")
TIME_WORDS = _set("time_words")
MONTHS = _set("months")
PERIODS = _set("periods")
FINITE_VERBS = _set("finite_verbs")
SPEECH_PLACES = _set("speech_places")
"""Where and through what people speak: an adjunct of the saying, not of what is said."""
PEOPLE_NOUNS = _set("people_nouns")
"""Nouns for people, bodies and papers that can be a source."""
REPORTERS = _set("reporters")
"""Addressees that stand without an article ("told reporters")."""
TITLE_ABBREVIATIONS = _set("title_abbreviations")
"""Abbreviations whose full stop ends no sentence."""
NUMBER_WORDS = _set("number_words")
NOUNS_BEFORE_TO = _set("nouns_before_to")
TIME_ADVERBS = _set("time_adverbs")
PLURAL_WORDS = _set("plural_words")
PARTICIPLE_OPENERS = _set("participle_openers")
HAVE_FORMS = _set("have_forms")
BE_FORMS = _set("be_forms")
ED_WORDS = _set("ed_words")
ING_NOUNS = _set("ing_nouns")
LABELS = _set("labels")
SENTENCE_STARTERS = _set("sentence_starters")
TITLES_BEFORE_NAMES = _set("titles_before_names")
PASSIVE_VERBS = _set("passive_verbs")
LONE_DETERMINERS = _set("lone_determiners")
"""Determiners that stand for a noun phrase by themselves ("some say")."""
REFLEXIVES = _set("reflexives")
"""Reflexive pronouns and "not": like adverbs they stand between subject and verb."""
QUOTING_VERBS = _set("quoting_verbs")
