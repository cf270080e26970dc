"""The seed of holidays says what the `holidays` package says: its decrees, moves and estimates.

`UPDATE_HOLIDAYS=1 pytest tests/test_holidays.py` writes the seed anew; read the diff.
"""

import csv
import io
import os

import holidays

from orchestration.settings import SEEDS

YEARS = range(2016, 2036)
SEED = SEEDS / "holidays.csv"


def as_csv() -> str:
    english = holidays.country_holidays("KZ", years=YEARS, language="en_US")
    kazakh = holidays.country_holidays("KZ", years=YEARS, language="kk")
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["holiday_date", "holiday_name", "name_kk"])
    for day in sorted(english):
        writer.writerow([day.isoformat(), english[day], kazakh[day]])
    return out.getvalue()


def test_the_seed_is_what_the_package_says() -> None:
    if os.environ.get("UPDATE_HOLIDAYS"):
        SEED.write_text(as_csv(), encoding="utf-8")
    assert SEED.read_text(encoding="utf-8") == as_csv(), (
        "write it anew: UPDATE_HOLIDAYS=1 pytest tests/test_holidays.py"
    )
