"""Texts of the pieces on which repairs turn, for tests of properties."""

from hypothesis import strategies

_PIECES = (
    "economy", "Сауда", "білім", "A", "г", "им", "gov.kz", "https://a.kz/B", "x@mail.ru",
    "2026", "13", "00", "7 (701) 123 45 67", "87011112233", "PIN", "пароль",
    ".", ",", ";", ":", "…", "!", "”", "«", '"', ")", "(", "–", "*", "**",
    " ", "  ", "\n", " \n", "\n\n\n", "\t", "\r\n", "\u00a0", "\u200b", "\ufffd",
    "²", "\U00020000", "\U0001f600", "\ue000",
)  # fmt: skip

ODD_TEXTS = strategies.lists(
    strategies.lists(strategies.sampled_from(_PIECES), max_size=12).map("".join), max_size=6
)
