"""Every colour of the dashboard, for the light and the dark theme.

The hues start from Okabe and Ito's and were moved apart until each pair stays apart for readers
with any of the three kinds of colour blindness too (`tests/dashboard` measures that). A theme
family, or a part of the country, has the same colour on every page. The colours of the page
itself stand in `.streamlit/config.toml` and are repeated here because a chart must know them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

FAMILIES = (
    "economy",
    "society",
    "rights",
    "security",
    "land",
    "world",
    "culture",
    "none",
)
PARTS = ("north", "centre", "east", "south", "west", "city")


@dataclass(frozen=True)
class Palette:
    """One theme's colours.

    Attributes:
        background: of the page.
        text: of words; contrast with the background at least 7.
        muted: of notes and axis labels; contrast at least 4.5.
        grid: of grid lines and bands.
        neutral: of marks without a category of their own.
        accent: of marks in a chart with one series.
        families: by key of the theme family.
        parts: by part of the country.
        ramp: from low to high, one hue.
    """

    background: str
    text: str
    muted: str
    grid: str
    neutral: str
    accent: str
    families: dict[str, str]
    parts: dict[str, str]
    ramp: tuple[str, ...]

    def family(self, key: str) -> str:
        """Colour of a family; grey for one that isn't known."""
        return self.families.get(key, self.neutral)

    def part(self, key: str | None) -> str:
        """Colour of a part of the country; grey for what lies in none."""
        return self.parts.get(key or "", self.neutral)

    def shade(self, key: str, place: int) -> str:
        """Colour of the theme at `place` within its family: the family's, then shades of it."""
        steps = (0.0, 0.35, -0.25, 0.6, -0.4, 0.75)
        step = steps[place % len(steps)]
        return mix(self.family(key), self.text if step > 0 else self.background, abs(step))

    @property
    def heat(self) -> tuple[str, ...]:
        """The ramp from nothing on: it begins with the page's own ground."""
        return (self.background, *self.ramp)


def ink_on(stops: Sequence[str], fraction: float) -> str:
    """Black or white, whichever is clearer over a ramp at `fraction` of its length.

    One of the two always has a contrast of 4.5; the theme's own text and background, being
    softer, would fall to 4 in the middle. Charts must mix their ramp in RGB, as is done here.
    """
    place = min(max(fraction, 0.0), 1.0) * (len(stops) - 1)
    low = min(int(place), len(stops) - 2)
    under = mix(stops[low], stops[low + 1], place - low)
    return max(("#000000", "#FFFFFF"), key=lambda ink: contrast(ink, under))


def mix(colour: str, other: str, amount: float) -> str:
    """`amount` of the way from one colour to the other."""
    pairs = zip(channels(colour), channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * amount):02X}" for a, b in pairs)


def channels(colour: str) -> tuple[int, int, int]:
    """Red, green and blue of "#RRGGBB", 0 to 255."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def contrast(one: str, other: str) -> float:
    """The contrast of two colours as WCAG 2 defines it, 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [channel / 255 for channel in channels(colour)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _keyed(keys: Sequence[str], colours: str) -> dict[str, str]:
    return dict(zip(keys, colours.split(), strict=True))


LIGHT = Palette(
    background="#FFFFFF",
    text="#1B2026",
    muted="#59616B",
    grid="#E3E6EA",
    neutral="#868B93",
    accent="#2D52A8",
    families=_keyed(FAMILIES, "#2D52A8 #C58200 #9257B5 #A2401A #37854D #2C9AD2 #6B1050 #868B93"),
    parts=_keyed(PARTS, "#2C9AD2 #C58200 #9257B5 #A2401A #37854D #2D52A8"),
    ramp=("#DCE7F3", "#B3CCE6", "#7FA9D3", "#4A80BA", "#235A9A", "#0B3766"),
)
DARK = Palette(
    background="#14181D",
    text="#E8EAED",
    muted="#A9B1BB",
    grid="#303841",
    neutral="#767B83",
    accent="#6F8CF0",
    families=_keyed(FAMILIES, "#5C77DB #E6B524 #F0BDF7 #BB4B1C #A0EC98 #75AED3 #EB7E83 #767B83"),
    parts=_keyed(PARTS, "#75AED3 #E6B524 #F0BDF7 #BB4B1C #A0EC98 #5C77DB"),
    ramp=("#1F3247", "#27496B", "#316593", "#4A86BA", "#7FAFDB", "#C3DFF7"),
)


def palette(theme: str | None) -> Palette:
    """The palette of Streamlit's theme type; light when it isn't known."""
    return DARK if theme == "dark" else LIGHT
