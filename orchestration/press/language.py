"""Which of the three languages a release is written in.

Holds the decision from letters, from a few function words and, where those are silent, from
py3langid. It must not read the address's `lang`: that one names the page, not the text.

Why letters first: nine Cyrillic letters occur in Kazakh and not in Russian and make up a fifth
of the letters of a Kazakh text, while Russian texts show them only in names ("район Әлихан
Бөкейхан"). They decide almost every text in some microseconds; the model costs a hundred times
more and errs on names.
"""

import re
from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

_SAMPLE = 4_000  # characters that are looked at: more of a release changes nothing
_WORDS_OF = 1_200  # characters whose words are looked at
_ENOUGH = 20  # letters below which the title is read too
_LONG = 120  # letters from which an absence of Kazakh letters is proof
_SURE_OF_TITLE = 0.75
_SHORT = 200  # characters below which letters are counted one by one

_KK_CYRILLIC = "іәғқңөұүһӘҒҚҢӨҰҮҺІ"
# The drafts of 2017 (apostrophes, not covered), 2018 (acutes), 2019 and 2021 (breves, umlauts).
_KK_LATIN = "äğıñöşüūÄĞİÑÖŞÜŪáǵńóúýÁǴŃÓÚÝ"

_CYRILLIC = re.compile(r"[Ѐ-ӿ]+")
_LINK = re.compile(r"https?://\S+")
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]+")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_EN_WORDS = _words(
    "the of and to in a for is was were are on with by at that from has have been as it will be "
    "this an or which their more than"
)
_RU_WORDS = _words(
    "и в на по с не для о за что из к от при до как их это был была были во об также же или году "
    "года он она после среди"
)
_KK_WORDS = _words(
    "мен бен пен және үшін бойынша туралы бұл деп болып жыл жылы еді екі бір арналған жана осы "
    "кейін дейін қарай ол сол сондай ақ"
)
# Kazakh in Latin letters without its special ones ("Aqtobede latyn alipbiindegi diktant otti").
_KK_LATIN_WORDS = _words(
    "jane zhane men ben pen ushin boiynsha boyynsha turaly bul dep bolyp jyl zhyl jyly zhyly "
    "jylgy zhylgy oblysy oblysynyn oblysynda qalasy kalasy qalasynda kalasynda qalalyq kalalyq "
    "oblystyq oblystyk audany audanynda audandyq audandyk auyly auylynda mektep qatysty katysty "
    "otti boldy berildi respublikasy respublikasynyn memlekettik ulttyq ulttyk basqarmasy "
    "baskarmasy akimdigi akimi adam bir eki jana zhana"
)
_KK_LATIN_ENDING = re.compile(
    r"\w{3,}(?:nyn|ninğ?|nın|niñ|lar|ler|dar|der|tar|ter|lary|leri|dary|deri|tary|teri|"
    r"da|de|ta|te|nda|nde|synda|sinde|yndagy|indegi|dagy|degi|gan|gen|qan|ken|dy|di|ty|ti|"
    r"lyq|lik|lyk|dyq|dik|tyq|tik|sy|men|na|ne|ga|ge|qa|ke|dan|den|tan|ten)"
)
# Those that English words don't have: "trade" and "insider" end like Kazakh words too.
_KK_LATIN_PROOF = re.compile(
    r"\w*q(?!u)\w+|\w{3,}(?:nyn|ninğ?|lar|dar|tar|lary|dary|leri|deri|tary|teri|nda|nde|synda|sinde|"
    r"yndagy|indegi|dagy|degi|qan|dyq|dik|tyq|tik|lyq|lyk)"
)


def detect_language(title: str, body: str) -> tuple[str, float]:
    """Tell the language of a release; the body decides, the title only where there is none.

    Rules, in order, each with its confidence:

    1. no letter at all: en, 0.0 (the site is English by default).
    2. Cyrillic outweighs Latin: Kazakh letters are at least 8 % of the letters: kk, 0.99;
       none in a text of 120 letters and more: ru, 0.99.
    3. Latin outweighs Cyrillic: English function words are at least 8 % of the words: en, 0.99;
       letters of Latin Kazakh are at least 3 %: kk, 0.97.
    4. function words of one language are at least twice those of the others: it, 0.9.
    5. py3langid limited to kk, ru and en: its probability, at most 0.85.

    A text shorter than 40 letters halves the confidence's distance to certainty at most:
    confidence is multiplied by 0.5 + letters / 80.

    Args:
        title: the title, repaired or verbatim.
        body: the body, without its source line.

    Returns:
        en, ru or kk, and a confidence from 0 to 1.
    """
    text = body[:_SAMPLE]
    if "://" in text:
        text = _LINK.sub(" ", text)
    cyrillic, latin = _letters(text)
    if cyrillic + latin < _ENOUGH:
        text = f"{title}\n{text}" if cyrillic + latin else title[:_SAMPLE]
        cyrillic, latin = _letters(text)
    count = cyrillic + latin
    if not count:
        return "en", 0.0
    lang, confidence = (
        _detect_cyrillic(text, cyrillic) if cyrillic >= latin else _detect_latin(text, latin)
    )
    return lang, round(confidence * min(1.0, 0.5 + count / 80), 3)


def detect_title_language(title: str) -> str | None:
    """Tell the language of a title alone; None where its few words can't tell."""
    lang, confidence = detect_language(title, "")
    return lang if confidence >= _SURE_OF_TITLE else None


def _letters(text: str) -> tuple[int, int]:
    """Count Cyrillic and Latin letters; for a long text of one script, nearly."""
    if not text:
        return 0, 0
    if len(text) > _SHORT:
        beyond_ascii = len(text.encode("utf-8", "replace")) - len(text)
        if beyond_ascii > 0.7 * len(text):
            return beyond_ascii, 0
        if beyond_ascii < 0.05 * len(text):
            return 0, len(text)
    cyrillic = 0 if text.isascii() else sum(map(len, _CYRILLIC.findall(text)))
    return cyrillic, sum(map(len, _LATIN.findall(text)))


def _detect_cyrillic(text: str, letters: int) -> tuple[str, float]:
    kazakh = sum(map(text.count, _KK_CYRILLIC))
    if kazakh >= 0.08 * letters:
        return "kk", 0.99
    if not kazakh and letters >= _LONG:
        return "ru", 0.99
    words = _CYRILLIC.findall(text[:_WORDS_OF].lower())
    russian_words = sum(map(_RU_WORDS.__contains__, words))
    kazakh_words = sum(map(_KK_WORDS.__contains__, words))
    if russian_words > 1 and russian_words >= 2 * kazakh_words:
        return "ru", 0.9
    if kazakh_words > 1 and kazakh_words >= 2 * russian_words:
        return "kk", 0.9
    return _detect_by_model(text, ("kk", "ru"))


def _detect_latin(text: str, letters: int) -> tuple[str, float]:
    words = text[:_WORDS_OF].lower().split()
    english = sum(map(_EN_WORDS.__contains__, words))
    if english >= 0.08 * len(words):
        return "en", 0.99
    if not text.isascii() and sum(map(text.count, _KK_LATIN)) >= 0.03 * letters:
        return "kk", 0.97
    words = _LATIN.findall(text[:_WORDS_OF].lower())
    kazakh = sum(map(_KK_LATIN_WORDS.__contains__, words))
    endings = sum(_KK_LATIN_ENDING.fullmatch(word) is not None for word in words)
    if kazakh > english and (kazakh > 1 or endings >= 0.3 * len(words)):
        return "kk", 0.9
    if english:
        return "en", 0.9
    is_proven = any(map(_KK_LATIN_PROOF.fullmatch, words))
    if endings >= 0.4 * len(words) and len(words) > 2 and is_proven:
        return "kk", 0.7
    return _detect_by_model(text, ("en",))


def _detect_by_model(text: str, plausible: tuple[str, ...]) -> tuple[str, float]:
    """Ask the model; it knows no Latin Kazakh, so only languages of the script may win."""
    for lang, probability in _identifier().rank(text):
        if lang in plausible:
            return lang, min(0.85, max(0.5, float(probability)))
    return plausible[0], 0.5


@cache
def _identifier() -> LanguageIdentifier:
    """Load the model that ships with the package, once a process."""
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(["kk", "ru", "en"])
    return identifier
