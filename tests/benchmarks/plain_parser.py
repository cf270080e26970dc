"""A plain parser, line by line with regular expressions, to measure `press.dump` against.

It is what one writes in half an hour: right on well-formed list pages, blind to all the rest.
`python -m tests.benchmarks.plain_parser` prints both speeds beside that of sha256.
"""

import hashlib
import re
import time
from collections.abc import Callable
from datetime import date, datetime

from orchestration.press.dump import parse_dump
from tests.conftest import SAMPLE

BYTES = 40_000_000
TODAY = date(2026, 11, 22)

TITLE = re.compile(r"^(?P<title>.+?)\s+(?P<date>\d{2}\.\d{2}\.\d{4})\s*$")
SOURCE = re.compile(r"\s*(?:Source|Источник)\s*:\s*(?P<url>https?://\S+)\s*$")
PARTS = re.compile(r"gov\.kz/memleket/entities/([^/]+)/press/(news|article)/details/(\d+)")


def parse_plainly(data: bytes) -> list[dict[str, object]]:
    articles: list[dict[str, object]] = []
    body: list[str] = []
    for line in data.decode("utf-8").splitlines():
        found = TITLE.match(line)
        if found is None:
            body.append(line)
            continue
        if articles:
            finish(articles[-1], body)
        body = []
        day = datetime.strptime(found["date"], "%d.%m.%Y").date()
        articles.append({"title": found["title"], "published_date": day})
    if articles:
        finish(articles[-1], body)
    return articles


def finish(article: dict[str, object], body: list[str]) -> None:
    text = "\n".join(body)
    found = SOURCE.search(text)
    article["body"] = text[: found.start()] if found else text
    article["source_url"] = found["url"] if found else None
    parts = PARTS.search(found["url"]) if found else None
    article["source_slug"], article["kind"], article["id"] = parts.groups() if parts else [None] * 3


def seconds(run: Callable[[], object], times: int = 5) -> float:
    """Least processor time of several runs: what else the machine does is left out."""
    taken = []
    for _ in range(times):
        begin = time.process_time()
        run()
        taken.append(time.process_time() - begin)
    return min(taken)


def main() -> None:
    sample = SAMPLE.read_bytes().rstrip(b"\n") + b"\n"
    data = sample * (BYTES // len(sample))
    articles = len(parse_plainly(data))
    assert articles == parse_dump(data, TODAY).articles.num_rows
    taken = {
        "sha256": seconds(lambda: hashlib.sha256(data).digest()),
        "plain parser": seconds(lambda: parse_plainly(data), 1),
        "parse_dump": seconds(lambda: parse_dump(data, TODAY)),
    }
    print(f"{len(data):,} bytes, {articles:,} articles")
    for name, value in taken.items():
        print(f"{name:14}{len(data) / value / 1e6:8,.0f} MB/s")
    print(f"sha256 is {taken['parse_dump'] / taken['sha256']:.1f} times as fast as parse_dump")
    print(f"parse_dump is {taken['plain parser'] / taken['parse_dump']:.1f} times as fast as plain")


if __name__ == "__main__":
    main()
