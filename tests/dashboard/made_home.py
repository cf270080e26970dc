"""A home with a published snapshot that was made up, shaped by the marts' YAML contracts.

For states that the sample dump can't show: no articles at all, one day, two years. The tables'
columns and types come from the contracts, so that a column renamed there fails here first.
Nothing of this is real; the manifest and the delivery say so.
"""

import argparse
import datetime as dt
import hashlib
import json
import random
from pathlib import Path

import duckdb
import pandas as pd
import yaml

from orchestration.search.index import build_index

REPOSITORY = Path(__file__).resolve().parents[2]
CONTRACTS = REPOSITORY / "dbt_project" / "models" / "marts"
LAST_DAY = dt.date(2026, 2, 11)

TOPICS = [
    ("1", "Macroeconomics", "economy", 3),
    ("2", "Civil rights", "rights_government", 2),
    ("3", "Health", "society", 9),
    ("4", "Agriculture", "land_infrastructure", 6),
    ("5", "Labour", "economy", 5),
    ("6", "Education", "society", 11),
    ("7", "Environment", "land_infrastructure", 4),
    ("8", "Energy", "land_infrastructure", 3),
    ("9", "Immigration", "society", 1),
    ("10", "Transportation", "land_infrastructure", 4),
    ("12", "Law and crime", "security", 12),
    ("13", "Social welfare", "society", 6),
    ("14", "Housing", "society", 4),
    ("15", "Domestic commerce", "economy", 4),
    ("16", "Defence", "security", 3),
    ("17", "Technology", "land_infrastructure", 3),
    ("18", "Foreign trade", "economy", 2),
    ("19", "International affairs", "world", 8),
    ("20", "Government operations", "rights_government", 9),
    ("21", "Public lands and water", "land_infrastructure", 2),
    ("23", "Culture", "culture_sport", 5),
    ("sport", "Sport", "culture_sport", 4),
    ("emergencies", "Emergencies", "security", 6),
    ("none", "No theme found", "none", 12),
]
PARTS = {
    "north": ["KZ-11", "KZ-39", "KZ-55", "KZ-59"],
    "centre": ["KZ-35", "KZ-62"],
    "east": ["KZ-10", "KZ-63"],
    "south": ["KZ-19", "KZ-31", "KZ-33", "KZ-43", "KZ-61"],
    "west": ["KZ-15", "KZ-23", "KZ-27", "KZ-47"],
    "city": ["KZ-71", "KZ-75", "KZ-79"],
}
POINTS = {
    "KZ-10": (48.6, 80.0), "KZ-11": (51.9, 69.4), "KZ-15": (48.8, 57.9), "KZ-19": (44.6, 76.6),
    "KZ-23": (47.6, 52.0), "KZ-27": (49.9, 50.3), "KZ-31": (44.3, 72.0), "KZ-33": (45.3, 79.3),
    "KZ-35": (48.8, 73.5), "KZ-39": (51.5, 64.0), "KZ-43": (45.0, 64.0), "KZ-47": (43.9, 53.7),
    "KZ-55": (52.2, 76.4), "KZ-59": (54.0, 69.0), "KZ-61": (43.2, 68.2), "KZ-62": (47.6, 67.0),
    "KZ-63": (48.9, 84.0), "KZ-71": (51.13, 71.43), "KZ-75": (43.24, 76.9), "KZ-79": (42.32, 69.6),
}  # fmt: skip
KINDS = {
    "ministry": "Ministry",
    "akimat": "Regional or local government",
    "territorial": "Territorial department",
    "mission": "Mission abroad",
    "maslihat": "Local council",
    "unknown": "Not known",
}
HOSTILE = [
    "<script>document.title='broken'</script> A title with a script",
    '=HYPERLINK("http://203.0.113.9/x","open")',
    "![beacon](http://203.0.113.9/beacon.png) and [a link](javascript:alert(1))",
]


def contracts() -> dict[str, dict[str, str]]:
    """Columns and types of every mart, by table name, from the YAML."""
    tables: dict[str, dict[str, str]] = {}
    for path in sorted(CONTRACTS.glob("*/_*__models.yml")):
        for model in yaml.safe_load(path.read_text(encoding="utf-8"))["models"]:
            tables[model["name"]] = {c["name"]: c["data_type"] for c in model["columns"]}
    return tables


def make_home(
    home: Path,
    *,
    articles: int = 0,
    days: int = 1,
    generation: str = "20260212T060000Z-made",
    is_synthetic: bool = True,
    seed: int = 7,
) -> Path:
    """Write a snapshot into `home` and point `published/current` at it.

    Args:
        home: folder of the home; made when missing.
        articles: how many articles; 0 leaves every fact table empty.
        days: over how many days, ending on 11 February 2026.
        generation: name of the snapshot.
        is_synthetic: what the manifest claims.
        seed: of the random choices.

    Returns:
        The home.
    """
    folder = home / "published" / "snapshots" / generation
    folder.mkdir(parents=True)
    frames = _frames(articles, days, random.Random(seed))
    counts: dict[str, int] = {}
    with duckdb.connect(str(folder / "warehouse.duckdb")) as connection:
        connection.execute("create schema marts")
        for table, columns in contracts().items():
            spec = ", ".join(f'"{name}" {kind}' for name, kind in columns.items())
            connection.execute(f"create table marts.{table} ({spec})")
            frame = frames.get(table)
            if frame is not None and len(frame):
                connection.register("frame", frame.reindex(columns=list(columns)))
                connection.execute(f"insert into marts.{table} select * from frame")
                connection.unregister("frame")
            row = connection.execute(f"select count(*) from marts.{table}").fetchone()
            counts[table] = row[0] if row else 0
    search = build_index(folder / "warehouse.duckdb", folder / "search", None)
    manifest = {
        "generation": generation,
        "search": search,
        "created_at": "2026-02-12T06:00:00Z",
        "is_synthetic": is_synthetic,
        "tables": counts,
    }
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    current = home / "published" / "current"
    fresh = current.with_name("current.new")
    fresh.symlink_to(Path("snapshots") / generation)
    fresh.replace(current)
    return home


def _frames(articles: int, days: int, rnd: random.Random) -> dict[str, pd.DataFrame]:
    dims = {"dim_topics": _topics(), "dim_regions": _regions(), "dim_agencies": _agencies()}
    if not articles:
        return dims
    first = LAST_DAY - dt.timedelta(days=days - 1)
    agencies = dims["dim_agencies"].to_dict("records")
    weights = [40 if a["agency_id"] == "unknown" else 60 / (i + 2) for i, a in enumerate(agencies)]
    regions = [r for r in dims["dim_regions"]["region_id"] if r != "none"]
    rows, labels, places, mentions, seen = [], [], [], [], []
    for number in range(articles):
        day = first + dt.timedelta(days=_day_of(number, articles, days, rnd))
        agency = rnd.choices(agencies, weights)[0]
        season = 4 if day.month in (6, 7, 8) else 0
        topic = rnd.choices(
            [t[0] for t in TOPICS],
            [t[3] + (season if t[0] == "emergencies" else 0) for t in TOPICS],
        )[0]
        region = _region_of(agency, regions, articles, rnd)
        article_id = f"news-{1_100_000 + number}-en"
        title = HOSTILE[number] if number < len(HOSTILE) else _title(topic, region, rnd)
        body = _body(title, region, rnd)
        has_source = agency["agency_id"] != "unknown" and rnd.random() < 0.8
        is_junk = articles > 5 and number == articles - 1
        lang = rnd.choices(["en", "ru", "kk"], [80, 12, 8])[0]
        rows.append(
            {
                "article_id": article_id,
                "occurrence_id": f"made-{number}",
                "title": title,
                "body": body,
                "published_date": day,
                "section": rnd.choice(["Society", "News", "Economics", "Politics", "World"]),
                "lang": lang,
                "lang_confidence": 0.99,
                "title_lang": lang,
                "agency_id": agency["agency_id"],
                "agency_confidence": "high" if has_source else "medium",
                "publisher_slug": agency["agency_id"] if has_source else None,
                "govkz_kind": "news" if has_source else None,
                "govkz_id": 1_100_000 + number if has_source else None,
                "source_url": (
                    f"https://www.gov.kz/memleket/entities/{agency['agency_id']}"
                    f"/press/news/details/{1_100_000 + number}"
                    if has_source
                    else None
                ),
                "primary_region_id": region,
                "primary_region_confidence": None if region == "none" else "medium",
                "primary_topic_id": topic,
                "primary_topic_confidence": None if topic == "none" else "high",
                "story_id": f"news-{1_100_000 + number - (number % 2) * (rnd.random() < 0.3)}-en",
                "is_junk": is_junk,
                "junk_reason": "placeholder title" if is_junk else None,
                "flags": "",
                "word_count": len(body.split()),
                "masked_count": 0,
                "occurrence_count": 1 + (rnd.random() < 0.1),
                "revision_count": 1,
                "delivery_id": "d" * 64,
                "ordinal": number + 1,
                "span_start": number * 1000,
                "span_end": number * 1000 + 950,
            }
        )  # fmt: skip
        seen.append(
            {
                "occurrence_id": f"made-{number}",
                "article_id": article_id,
                "revision_id": hashlib.sha256(body.encode()).hexdigest(),
                "is_current": True,
                "delivery_id": "d" * 64,
                "ordinal": number + 1,
                "section": rows[-1]["section"],
                "published_date": day,
                "span_start": number * 1000,
                "span_end": number * 1000 + 950,
            }
        )
        if topic != "none":
            labels.append(_label(article_id, "topic_id", topic, topic_rank=1, term_count=1))
            mentions.append(_mention(article_id, "topic", topic, "school", title, len(mentions)))
        if region != "none":
            places.append(_label(article_id, "region_id", region, role="subject", mention_count=1))
            kind = "country" if region.startswith("ABROAD:") else "region"
            entity = region.removeprefix("ABROAD:")
            mentions.append(_mention(article_id, kind, entity, "Region", title, len(mentions)))
    told = pd.DataFrame(rows)
    told["is_told_once"] = ~told["story_id"].duplicated(keep=False)
    return {
        **dims,
        "fct_articles": told,
        "fct_stories": _stories(told),
        "fct_occurrences": pd.DataFrame(seen),
        "fct_article_topics": pd.DataFrame(labels),
        "fct_article_regions": pd.DataFrame(places),
        "fct_mentions": pd.DataFrame(mentions),
        "dim_dates": _dates(first, days),
        "agg_coverage_daily": _coverage(rows, first, days),
        "dim_deliveries": _delivery(articles),
    }


def _stories(told: pd.DataFrame) -> pd.DataFrame:
    """Stories that a counted article tells, as wide as the list of them shows."""
    counted = told[~told["is_junk"]].groupby("story_id")
    dates = counted["published_date"]
    return pd.DataFrame(
        {
            "lead_title": counted["title"].first(),
            "counted_article_count": counted.size(),
            "article_count": counted.size(),
            "version_count": 1,
            "langs": counted["lang"].agg(lambda langs: ",".join(sorted(set(langs)))),
            "agency_count": counted["agency_id"].nunique(),
            "first_date": dates.min(),
            "spread_days": dates.agg(lambda days: (max(days) - min(days)).days),
        }
    ).reset_index()


def _coverage(rows: list[dict], first: dt.date, days: int) -> pd.DataFrame:
    """By day: some 40 ids a day, those of the articles delivered."""
    found: dict[dt.date, list[dict]] = {}
    for row in rows:
        found.setdefault(row["published_date"], []).append(row)
    table = []
    for number in range(days):
        day = first + dt.timedelta(days=number)
        of_day = found.get(day, [])
        seen = sum(row["govkz_id"] is not None for row in of_day)
        bound = seen / max(40, seen)
        state = "no coverage" if not of_day else "covered" if bound >= 0.5 else "partial"
        table.append(
            {
                "date_day": day,
                "article_count": len(of_day),
                "delivery_count": bool(of_day),
                "is_delivered": bool(of_day),
                "spanned_id_count": max(40, seen),
                "seen_id_count": seen,
                "disagreeing_id_count": 0,
                "coverage_lower_bound": bound,
                "coverage_setting": 0.5,
                "coverage_state": state,
                "assumption": "made up",
            }
        )
    return pd.DataFrame(table)


def _day_of(number: int, articles: int, days: int, rnd: random.Random) -> int:
    """A day between 0 and days - 1: more of them later, and a month without any delivery."""
    if days == 1:
        return 0
    day = min(days - 1, int(days * (rnd.random() ** 0.85)))
    if days > 300 and days * 0.4 < day < days * 0.4 + 70:
        day = int(days * 0.8)
    return day if number else days - 1


def _region_of(agency: dict, regions: list[str], articles: int, rnd: random.Random) -> str:
    chance = rnd.random()
    if chance < 0.18:
        return "none"
    if chance < 0.38:
        return "KZ"
    if agency["agency_kind"] == "mission" or chance < 0.44:
        return rnd.choice(["ABROAD:PK", "ABROAD:DE", "ABROAD:CN"])
    if agency["region_id"] and str(agency["region_id"]).startswith("KZ-"):
        return str(agency["region_id"])
    inside = [r for r in regions if r.startswith("KZ-") and (articles > 100 or r > "KZ-30")]
    return rnd.choice(inside)


def _title(topic: str, region: str, rnd: random.Random) -> str:
    names = {t[0]: t[1] for t in TOPICS}
    subject = names[topic] if topic != "none" else "A meeting"
    ends = ["was discussed with residents", "opened this week", "in figures: results of the year"]
    return f"{subject} in {region}: a school event {rnd.choice(ends)} {rnd.randint(1, 999)}"


def _body(title: str, region: str, rnd: random.Random) -> str:
    sentence = f"Made-up text about {region} and a school. "
    return title + ".\n" + sentence * rnd.randint(3, 40)


def _label(article_id: str, key: str, value: str, **more: object) -> dict[str, object]:
    return {
        "article_topic_id" if key == "topic_id" else "article_region_id": f"{article_id}|{value}",
        "article_id": article_id,
        key: value,
        "score": 2.0,
        "confidence": "medium",
        "is_primary": True,
        **more,
    }


def _mention(
    article_id: str, kind: str, entity: str, term: str, title: str, number: int
) -> dict[str, object]:
    start = max(title.find(term), 0)
    return {
        "mention_rank": number,
        "article_id": article_id,
        "entity_kind": kind,
        "entity_id": entity,
        "rule": "term",
        "term": term,
        "field": "title",
        "char_start": start,
        "char_end": start + len(term),
        "matched_text": term,
        "weight": 1.0,
    }


def _topics() -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "topic_id": topic,
                "topic_name": name,
                "family": family,
                "sort_order": order,
                "definition": f"What concerns {name.lower()}.",
            }
            for order, (topic, name, family, _) in enumerate(TOPICS)
        ]
    )


def _regions() -> pd.DataFrame:
    path = REPOSITORY / "dashboard" / "geo" / "regions.geojson"
    part_of = {region: part for part, ids in PARTS.items() for region in ids}
    rows: list[dict[str, object]] = []
    for feature in json.loads(path.read_text(encoding="utf-8"))["features"]:
        props = feature["properties"]
        latitude, longitude = POINTS[props["iso"]]
        rows.append(
            {
                "region_id": props["iso"],
                "region_name": props["name_en"],
                "name_ru": props["name_ru"],
                "name_kk": props["name_kk"],
                "region_kind": props["type"],
                "part_of_country": part_of[props["iso"]],
                "latitude": latitude,
                "longitude": longitude,
            }
        )
    for region, name, kind in [
        ("KZ", "Whole country", "national"),
        ("ABROAD:CN", "China", "abroad"),
        ("ABROAD:DE", "Germany", "abroad"),
        ("ABROAD:PK", "Pakistan", "abroad"),
        ("none", "Not stated", "none"),
    ]:
        rows.append({"region_id": region, "region_name": name, "region_kind": kind})
    return pd.DataFrame([{**row, "sort_order": order} for order, row in enumerate(rows)])


def _agencies() -> pd.DataFrame:
    rows = [("unknown", "Publisher not stated", "unknown", None)]
    for number, name in enumerate(["Interior", "Health", "Education", "Foreign Affairs", "Labour"]):
        rows.append((f"min{number}", f"Ministry of {name}", "ministry", "KZ"))
    for part, ids in PARTS.items():
        for region in ids:
            rows.append((f"akimat-{region}", f"Akimat of {region} ({part})", "akimat", region))
            rows.append(
                (
                    f"police-{region}",
                    f"Police Department of {region} of the Ministry of Internal Affairs",
                    "territorial",
                    region,
                )
            )
    rows.append(("mfa-islamabad", "Mission in Islamabad", "mission", None))
    return pd.DataFrame(
        [
            {
                "agency_id": agency,
                "agency_name": name,
                "agency_kind": kind,
                "agency_kind_name": KINDS[kind],
                "publisher_kind": kind,
                "agency_level": "national",
                "region_id": region,
                "basis": "table",
                "article_count": 0,
            }
            for agency, name, kind, region in rows
        ]
    )


def _dates(first: dt.date, days: int) -> pd.DataFrame:
    every = [first + dt.timedelta(days=n) for n in range(days)]
    return pd.DataFrame(
        [
            {
                "date_day": day,
                "week_date": day - dt.timedelta(days=day.weekday()),
                "month_date": day.replace(day=1),
                "iso_weekday": day.isoweekday(),
                "is_weekend": day.isoweekday() > 5,
            }
            for day in every
        ]
    )


def _delivery(articles: int) -> pd.DataFrame:
    row = {
        "delivery_id": "d" * 64,
        "file_name": "made-up.txt",
        "name_count": 1,
        "status": "loaded",
        "delivery_date": LAST_DAY,
        "encoding": "utf-8",
        "encoding_confidence": 1.0,
        "reader": "listing",
        "is_synthetic": True,
        "article_count": articles,
        "reject_count": 0,
    }
    sizes = ["byte_count", "article_bytes", "section_bytes", "preamble_bytes", "blank_bytes"]
    return pd.DataFrame([{**row, **dict.fromkeys([*sizes, "reject_bytes"], 0)}])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Make a home with a made-up snapshot.")
    parser.add_argument("home", type=Path)
    parser.add_argument("--articles", type=int, default=20)
    parser.add_argument("--days", type=int, default=1)
    chosen = parser.parse_args()
    make_home(chosen.home, articles=chosen.articles, days=chosen.days)
