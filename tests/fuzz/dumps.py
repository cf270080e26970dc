"""Valid dumps to begin with and the ways in which they come to harm.

Bases are small, so that many can be tried. Each mutation takes bytes and gives other bytes; all
chance comes from the generator that it is given, so that a seed and a number bring any dump back.
"""

from collections.abc import Callable
from random import Random

from tests.conftest import FIXTURES, SAMPLE

MOST_BYTES = 5_000

LAYOUTS = {
    "no_preamble": (
        "Blood donors gathered in Pavlodar 03.05.2026\n"
        "The centre received 84 donors.\n"
        "Source : https://www.gov.kz/memleket/entities/pavlodar/press/news/details/1230001?lang=kk\n"
        "Қостанайда көшет отырғызылды 03.05.2026\n"
        "Қала саябағына 300 қарағай көшеті отырғызылды. Дереккөз: "
        "https://gov.kz/memleket/entities/qostanai/press/news/details/1230002?lang=kk&x=1\n"
    ),
    "home": (
        "News\nMore\n"
        "A bridge over the Ural is closed for repairs\n02.05.2026\nTraffic goes round by the dam.\n"
        "В Актобе вручили ключи\n01.05.2026\nКлючи получили 40 семей.\n"
        "Источник : https://www.gov.kz/memleket/entities/aktobe/press/news/details/1229001\n"
        "-\n01.05.2026\nSource : https://www.gov.kz/memleket/entities/mti/press/news/details/1229002"
    ),
    "single": (
        "Enbekshi QazaQ\n\nCulture\n\nThe puppet theatre goes on tour\n"
        "30.04.2026 18:05:44 views\nThe theatre will visit nine villages.\n\nTickets are free.\n"
        "Source : http://www.gov.kz/memleket/entities/mam/press/article/details/30411?lang=en\n"
    ),
    "single_ru": (
        "Культура\nТеатр кукол отправился на гастроли\n30.04.2026 18:05:44 112 просмотров\n"
        "Театр посетит девять сёл. Приём заявок до 15.05.2026\nВход свободный.\n"
        "Источник: https://www.gov.kz/memleket/entities/mam/press/news/details/1228800?lang=ru"
    ),
    "pages": (
        "Enbekshi QazaQ\n\nLaw\n\nDay of open doors at the notary chamber 29.04.2026\n"
        "Advice was given to 60 people.\n1 2 3 4 ... 90 >\n"
        "Enbekshi QazaQ\n\nTourism\n\n502 Bad Gateway 29.04.2026\n"
        "Season of hikes until 30.10.2026 28.04.2026\nGuides were trained.It took a week.\n"
        "*Note:* routes change\n1) Charyn;\n2) Kolsai until 30.09.2026\nNext\n"
    ),
}

ENCODINGS = ("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1251", "kz1048")
LINE_ENDS = ("\r\n", "\r", "\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\n\n", "\n\r", " \n")
MARKS = (
    "\x00", "\x07", "\x1b", "\x7f", "\x85", "\xa0", "\xad", "\u061c", "\u180e", "\u2009", "\u200b",
    "\u200e", "\u200f", "\u2028", "\u202e", "\u2060", "\u3000", "\ufeff", "\ufffd", "\U0001f600",
    "\r", "\t", "\n", "-", "«", "№", "Ң",
)  # fmt: skip
PIECES = (
    " 11.02.2026", "\n11.02.2026\n", " 31.02.2026\n", " 00.00.0000\n", " 11.02.2036",
    "\n11.02.2026 09:00:00 views\n", "Society\n", "\nNews\nMore\n", "\nКультура\n",
    "Enbekshi QazaQ\n\nLaw\n\n", "\nSource :", "Source : https://", "\nИсточник : https://inform.kz/a",
    " Source:https://www.gov.kz/memleket/entities/mod/press/news/details/1?lang=kk ",
    "gov.kz/memleket/entities/", "1 2 3 ... 9 >\n", " until ", " до ", "<b>", "\\", "\"", "=1+1",
)  # fmt: skip
# bytes that no encoding, or only another one, explains
BAD = (
    b"\xff",
    b"\xfe\xff",
    b"\xc3",
    b"\xe2\x80",
    b"\xed\xa0\x80",
    b"\xf4\x90\x80\x80",
    b"\x80\x80",
)


def bases() -> list[bytes]:
    """Valid dumps of at most MOST_BYTES: golden pairs, labelled dumps, the sample, layouts."""
    files = [*sorted((FIXTURES / "dumps").glob("*.txt")), SAMPLE]
    files += sorted((FIXTURES / "gold").glob("*/*.txt"))
    found = [text.encode() for text in LAYOUTS.values()]
    for path in files:
        data = path.read_bytes()
        end = data.find(b"\n", MOST_BYTES - 500)
        found.append(data if len(data) <= MOST_BYTES else data[: end + 1][:MOST_BYTES])
    return found


def mutated(chance: Random, valid: list[bytes]) -> bytes:
    """One valid dump after a few accidents."""
    data = chance.choice(valid)
    for _ in range(chance.choice((1, 1, 2, 2, 3, 5, 9))):
        data = chance.choice(MUTATIONS)(chance, data, valid)
    return data


def _cut(chance: Random, data: bytes, most: int) -> tuple[int, int]:
    start = chance.randrange(len(data) + 1)
    return start, min(len(data), start + chance.randint(1, most))


def flip_bytes(chance: Random, data: bytes, _: list[bytes]) -> bytes:
    changed = bytearray(data)
    for _place in range(chance.randint(1, 8) if data else 0):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def delete(chance: Random, data: bytes, _: list[bytes]) -> bytes:
    start, end = _cut(chance, data, 300)
    return data[:start] + data[end:]


def duplicate(chance: Random, data: bytes, _: list[bytes]) -> bytes:
    start, end = _cut(chance, data, 600)
    return data[:end] + data[start:end] * chance.randint(1, 3) + data[end:]


def splice(chance: Random, data: bytes, valid: list[bytes]) -> bytes:
    other = chance.choice(valid)
    start, end = _cut(chance, other, 800)
    at = chance.randrange(len(data) + 1)
    return data[:at] + other[start:end] + data[at:]


def truncate(chance: Random, data: bytes, _: list[bytes]) -> bytes:
    at = chance.randrange(len(data) + 1)
    return data[:at] if chance.random() < 0.7 else data[at:]


def encode(chance: Random, data: bytes, _: list[bytes]) -> bytes:
    return data.decode("utf-8", "replace").encode(chance.choice(ENCODINGS), "ignore")


def end_lines(chance: Random, data: bytes, _: list[bytes]) -> bytes:
    if chance.random() < 0.5:
        return data.replace(b"\n", chance.choice(LINE_ENDS).encode())
    return b"".join(
        line + (chance.choice(LINE_ENDS).encode() if chance.random() < 0.3 else b"\n")
        for line in data.split(b"\n")
    )


def insert_marks(chance: Random, data: bytes, _: list[bytes]) -> bytes:
    for _place in range(chance.randint(1, 6)):
        at = chance.randrange(len(data) + 1)
        data = data[:at] + chance.choice(MARKS).encode() * chance.choice((1, 1, 1, 60)) + data[at:]
    return data


def insert_piece(chance: Random, data: bytes, _: list[bytes]) -> bytes:
    at = chance.randrange(len(data) + 1)
    return data[:at] + chance.choice(PIECES).encode() + data[at:]


def insert_bad(chance: Random, data: bytes, _: list[bytes]) -> bytes:
    at = chance.randrange(len(data) + 1)
    return data[:at] + chance.choice(BAD) * chance.choice((1, 1, 2, 40)) + data[at:]


def lengthen(chance: Random, data: bytes, _: list[bytes]) -> bytes:
    at = chance.randrange(len(data) + 1)
    filler = chance.choice((b"a", b" ", b"word ", "сөз ".encode(), b"1", b".", b"\x00", b"\n"))
    return data[:at] + filler * chance.choice((70, 400, 3_000)) + data[at:]


def insert_noise(chance: Random, data: bytes, _: list[bytes]) -> bytes:
    at = chance.randrange(len(data) + 1)
    return data[:at] + chance.randbytes(chance.randint(1, 200)) + data[at:]


def join(chance: Random, data: bytes, valid: list[bytes]) -> bytes:
    return data + chance.choice((b"", b"\n", b"\n\n", b"\r\n")) + chance.choice(valid)


def move_lines(chance: Random, data: bytes, _: list[bytes]) -> bytes:
    lines = data.split(b"\n")
    for _move in range(chance.randint(1, 4)):
        lines.insert(chance.randrange(len(lines)), lines.pop(chance.randrange(len(lines))))
    return b"\n".join(lines)


def noise_alone(chance: Random, _data: bytes, _: list[bytes]) -> bytes:
    return chance.randbytes(chance.randint(0, 2_000))


# pure noise is soon refused: the others are drawn far more often
MUTATIONS: tuple[Callable[[Random, bytes, list[bytes]], bytes], ...] = (
    *(2 * (flip_bytes, delete, duplicate, splice, truncate, encode, end_lines, insert_marks)),
    *(2 * (insert_piece, insert_bad, lengthen, insert_noise, join, move_lines)),
    noise_alone,
)  # fmt: skip
