"""Names and words reduced to what survives another script and another speller.

Holds the skeleton of a word: its consonants in a few classes. "Zhakypov", "Jakupov" and
"Жақыпов" have one skeleton, and so have "festival" and "фестиваль". Which words are compared by
skeleton stands in `story_words`.
"""

import re

_VOWEL = "a"
_LATIN = (
    ("shch", "s"),
    ("sch", "s"),
    ("dzh", "z"),
    ("kh", "k"),
    ("zh", "z"),
    ("sh", "s"),
    ("ch", "s"),
    ("ts", "s"),
    ("gh", "g"),
    ("ph", "f"),
    ("th", "t"),
    ("dj", "z"),
    ("ck", "k"),
    ("x", "ks"),
)
_DIGRAPHS = dict(_LATIN)
_DIGRAPH = re.compile("|".join(first for first, _ in _LATIN))
# the second part of many names is "khan": Daulethan is Dauletkhan
_KHAN = re.compile(r"(?<=t)h(?=an)")
_SOFT_C = re.compile(r"c(?=[eiy])")
_SINGLE = str.maketrans(
    dict(zip("qhcjwñ", "kkkzvn", strict=True))
    | dict(zip("бвгдзклмнпрстф", "bvgdzklmnprstf", strict=True))
    | dict.fromkeys("хқһ", "k")
    | dict.fromkeys("шщчц", "s")
    | dict.fromkeys("ж", "z")
    | {"ғ": "g", "ң": "n"}
    | dict.fromkeys("ьъ'’ʼ", "")
    | dict.fromkeys("аәеёиіоөуүұыэюяйeiouyáéíóúäöüçğışıāēīūàèâêôõ", _VOWEL)
)
_CYRILLIC_J = "дж"
_RUNS = re.compile(r"(.)\1+")
_INNER_VOWELS = re.compile(rf"(?<!^){_VOWEL}+")
# adjectives of places: Карасайском, Туркестанская
_RUSSIAN_PLACE = re.compile(r"(?<=[а-я]{3})ск(?:ий|ого|ому|им|ом|ая|ой|ую|ое|ие|их|ими)$")
# cases, plural and possessives that Kazakh glues to names
_KAZAKH_ENDINGS = re.compile(
    r"(?<=[а-яәғқңөұүһі]{3})"
    r"(?:(?:л[аы]р|лер|д[аы]р|дер|т[аы]р|тер)?"
    r"(?:ның|нің|дың|дің|тың|тің|ндағы|ндегі|дағы|дегі|тағы|тегі|нан|нен|дан|ден|тан|тен"
    r"|нда|нде|да|де|та|те|ға|ге|қа|ке|на|не|ды|ді|ты|ті|ны|ні|мен|бен|пен|лық|лік|дық|дік|тық|тік))$"
)
# Kazakh surnames with and without the Russian ending: Medetbek, Medetbekov, Medetbekova
_SURNAME_END = re.compile(r"(?<=.{3})v[mn]?$")


def spell_skeleton(word: str, lang: str) -> str:
    """Reduce a word to its consonants in classes that spellers don't confuse.

    An opening vowel is kept as one mark. Endings of the language go first, so that a name in a
    case is the same name.

    Args:
        word: letters of one word, any case and script.
        lang: en, ru or kk.
    """
    text = word.lower()
    if lang == "ru":
        text = _RUSSIAN_PLACE.sub("", text)
    elif lang == "kk":
        text = _KAZAKH_ENDINGS.sub("", text)
    if text.isascii():
        text = _KHAN.sub("kh", text)
        text = _SOFT_C.sub("s", _DIGRAPH.sub(lambda found: _DIGRAPHS[found.group()], text))
    elif _CYRILLIC_J in text:
        text = text.replace(_CYRILLIC_J, "ж")
    text = text.translate(_SINGLE)
    text = _RUNS.sub(r"\1", _INNER_VOWELS.sub("", _RUNS.sub(r"\1", text)))
    return _SURNAME_END.sub("", text.replace("mb", "nb"))
