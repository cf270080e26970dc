"""Arrow schemas of every raw and enriched table: the contract of all engines.

Holds column names, types and their meaning, nothing that computes. A table that dbt makes is
described by its dbt contract instead. Offsets called `span_*` count bytes of the delivery;
offsets called `char_*` count Unicode code points of an enriched field.
"""

import pyarrow as pa


def _field(name: str, kind: pa.DataType, comment: str, *, nullable: bool = True) -> pa.Field:
    return pa.field(name, kind, nullable=nullable, metadata={"comment": comment})


def _text(name: str, comment: str, *, nullable: bool = True) -> pa.Field:
    return _field(name, pa.string(), comment, nullable=nullable)


_DELIVERY = _text("delivery_id", "sha256 of the dump's bytes, hexadecimal", nullable=False)
_OCCURRENCE = _text(
    "occurrence_id",
    "the first 16 digits of the delivery and the ordinal in it",
    nullable=False,
)

DELIVERIES = pa.schema(
    [
        _DELIVERY,
        _field("byte_count", pa.int64(), "bytes of the dump", nullable=False),
        _text("status", "loaded, rejected or superseded", nullable=False),
        _text("reject_reason", "why the whole delivery was refused, else null"),
        _text("superseded_by_id", "the longer delivery that begins with these bytes, else null"),
        _text("encoding", "the encoding that the bytes were read in"),
        _field("encoding_confidence", pa.float64(), "0 to 1; 1 is declared or proven by the bytes"),
        _text("reader", "the format reader that knew the dump"),
        _field("delivery_date", pa.date32(), "the latest valid article date in it, else null"),
        _field("is_synthetic", pa.bool_(), "generated for a test or a demo", nullable=False),
        _field("article_count", pa.int32(), "article occurrences found", nullable=False),
        _field("reject_count", pa.int32(), "rejected spans", nullable=False),
        _field("article_bytes", pa.int64(), "bytes in article spans", nullable=False),
        _field("section_bytes", pa.int64(), "bytes in section lines", nullable=False),
        _field("preamble_bytes", pa.int64(), "bytes of page furniture", nullable=False),
        _field("blank_bytes", pa.int64(), "bytes of blank lines between parts", nullable=False),
        _field("reject_bytes", pa.int64(), "bytes in rejected spans", nullable=False),
    ]
)

SIGHTINGS = pa.schema(
    [
        _DELIVERY,
        _text("file_name", "name in the landing folder, archive members as a!b", nullable=False),
        _field("seen_at", pa.timestamp("us", tz="UTC"), "when the file was taken", nullable=False),
    ]
)

ARTICLES = pa.schema(
    [
        _OCCURRENCE,
        _DELIVERY,
        _field("ordinal", pa.int32(), "1-based place in the delivery", nullable=False),
        _field("span_start", pa.int64(), "first byte of the article", nullable=False),
        _field("span_end", pa.int64(), "byte after the article's last", nullable=False),
        _text(
            "section", "the page's bucket as printed, without marks that are not seen; not a topic"
        ),
        _text("title", "as printed, without the date", nullable=False),
        _text("date_text", "the date as printed, with time and views where given", nullable=False),
        _field("published_date", pa.date32(), "null when the printed date cannot be"),
        _text("body", "verbatim, without the source line", nullable=False),
        _text("source_text", "the source line as printed, else null"),
        _text("source_url", "the address in it"),
        _text("source_slug", "the publisher's slug on gov.kz"),
        _text("source_kind", "news or article"),
        _field("source_id", pa.int64(), "gov.kz id; one counter for each kind"),
        _text("source_lang", "the lang of the address; not to be believed"),
        _text(
            "flags",
            "oddities, sorted, comma-separated, empty when none: dated_line_in_body (a short line "
            "of about the day that may be a title), early_date, future_date, impossible_date, "
            "no_title, undecodable_bytes",
            nullable=False,
        ),
    ]
)

REJECTS = pa.schema(
    [
        _text("reject_id", "the first 16 digits of the delivery and the offset", nullable=False),
        _DELIVERY,
        _field("span_start", pa.int64(), "first byte", nullable=False),
        _field("span_end", pa.int64(), "byte after the last", nullable=False),
        _text("reason", "why it is no article", nullable=False),
        _text("detail", "what was expected or found"),
        _text("excerpt", "its first 200 characters, undecodable bytes escaped", nullable=False),
    ]
)

ENRICHED_ARTICLES = pa.schema(
    [
        _OCCURRENCE,
        _text("article_id", "identity from the occurrence alone", nullable=False),
        _text("revision_id", "hash of the text; another text is another revision", nullable=False),
        _text("content_id", "hash of the normalised title and body", nullable=False),
        _text("lang", "language of the text: en, ru, kk", nullable=False),
        _field("lang_confidence", pa.float64(), "0 to 1", nullable=False),
        _text("title_lang", "language of the title alone; null where it is too short to tell"),
        _text("title", "repaired for reading", nullable=False),
        _text("body", "repaired for reading", nullable=False),
        _field("word_count", pa.int32(), "words of the body", nullable=False),
        _field("masked_count", pa.int32(), "secrets masked in title and body", nullable=False),
        _text("flags", "languages that disagree, sorted, comma-separated", nullable=False),
    ]
)

MENTIONS = pa.schema(
    [
        _OCCURRENCE,
        _text("entity_kind", "agency, region, country or topic", nullable=False),
        _text("entity_id", "slug, ISO 3166-2 code, ISO country or topic code", nullable=False),
        _text("rule", "the kind of evidence, as the seed or rule names it", nullable=False),
        _text("term", "the seed's term or the rule's pattern", nullable=False),
        _text("field", "title, body or source_url", nullable=False),
        _field("char_start", pa.int32(), "first character in the enriched field", nullable=False),
        _field("char_end", pa.int32(), "character after the last", nullable=False),
        _field("weight", pa.float64(), "how much it counts; more is stronger", nullable=False),
        _text("matched_text", "the characters that it stands on", nullable=False),
    ]
)

AGENCIES = pa.schema(
    [
        _text("agency_id", "gov.kz slug", nullable=False),
        _text("agency_kind", "what kind of body it is", nullable=False),
        _text("name_en", "English name", nullable=False),
        _text("name_ru", "Russian name where known"),
        _text("name_kk", "Kazakh name where known"),
        _text("agency_level", "national, regional, district, rural or abroad", nullable=False),
        _text("region_id", "ISO 3166-2 code, KZ for national, null abroad or unknown"),
        _text("country_code", "ISO country of a mission abroad"),
        _text("parent_id", "slug of the body above it where known"),
        _field("valid_from", pa.date32(), "first day of the body under this name, where known"),
        _field("valid_to", pa.date32(), "day on which another took over, where known"),
        _text("successor_id", "slug of the body that took over, or whose slug is the right one"),
        _text("basis", "how we know: table, rule or inferred", nullable=False),
        _text("rule", "the row or rule that said so", nullable=False),
    ]
)

# What stories are made of: one row per article in its current revision. No table of its own.
STORY_ARTICLES = pa.schema(
    [
        _text("article_id", "identity of the article", nullable=False),
        _text("lang", "language of the text: en, ru, kk", nullable=False),
        _text("title", "repaired for reading", nullable=False),
        _text("body", "repaired for reading", nullable=False),
        _field("published_date", pa.date32(), "1900-01-01 where none is known", nullable=False),
        _text("content_id", "hash of the normalised title and body", nullable=False),
        _text("agency_id", "publisher; empty when unknown", nullable=False),
        _text("places", "regions and countries, sorted, blank-separated", nullable=False),
    ]
)

_FIRST = _text("first_id", "the lower article id of the pair", nullable=False)
_SECOND = _text("second_id", "the higher article id", nullable=False)

STORY_EDGES = pa.schema(
    [
        _FIRST,
        _SECOND,
        _field("window_date", pa.date32(), "the earlier of the two dates", nullable=False),
        _text("pair_kind", "same_text, within or across", nullable=False),
        _field("score", pa.float64(), "probability that both tell one story", nullable=False),
        _field("words_cosine", pa.float64(), "cosine of the weighed stems", nullable=False),
        _field("days_apart", pa.int32(), "days between the dates", nullable=False),
        _text("shared_words", "rarest words that both hold", nullable=False),
        _text("shared_names", "rarest names that both hold", nullable=False),
        _text("shared_numbers", "numbers that both hold", nullable=False),
        _text("reasons", "evidence that moved the odds most, with how far", nullable=False),
    ]
)

STORIES = pa.schema(
    [
        _text("article_id", "an article that shares a story or a series", nullable=False),
        _text("story_id", "lowest article id of its story", nullable=False),
        _text("series_id", "lowest article id of its series, else null"),
    ]
)

STORY_TEMPLATES = pa.schema(
    [
        _text("article_id", "an article that was compared", nullable=False),
        _field(
            "template_keys",
            pa.list_(pa.uint64()),
            "keys of its wording without names and figures; 0 where it is too short",
            nullable=False,
        ),
    ]
)

STORY_INPUTS = pa.schema(
    [
        _text("article_id", "an article that was compared", nullable=False),
        _field("published_date", pa.date32(), "the date it was compared under", nullable=False),
        _text("input_id", "hash of all that was compared of it", nullable=False),
    ]
)

TABLES: dict[str, pa.Schema] = {
    "raw.deliveries": DELIVERIES,
    "raw.delivery_sightings": SIGHTINGS,
    "raw.articles": ARTICLES,
    "raw.rejects": REJECTS,
    "enriched.articles": ENRICHED_ARTICLES,
    "enriched.mentions": MENTIONS,
    "enriched.agencies": AGENCIES,
    "enriched.story_edges": STORY_EDGES,
    "enriched.stories": STORIES,
    "enriched.story_inputs": STORY_INPUTS,
    "enriched.story_templates": STORY_TEMPLATES,
}
