"""What a batch leaves behind: nothing."""

import gc
import hashlib
from datetime import date

from orchestration.enriching import enrich_batch
from orchestration.press.dump import Dump, parse_lot
from orchestration.press.tokens import WordLot
from tests.conftest import SAMPLE


def test_the_words_of_a_batch_go_with_it() -> None:
    """Enriching switches the search for cycles off: what hung in one would stay for long."""
    data = SAMPLE.read_bytes()
    raw = parse_lot([Dump(data, hashlib.sha256(data).hexdigest())], date(2030, 1, 1)).articles
    gc.collect()
    gc.disable()
    try:
        articles, mentions = enrich_batch(raw)
        left = [found for found in gc.get_objects() if isinstance(found, WordLot)]
    finally:
        gc.enable()
    assert articles.num_rows == 20
    assert mentions.num_rows > 20
    assert not left
