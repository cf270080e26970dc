"""Every word of the Method page that isn't generated from seeds, dbt or settings."""

from dashboard import formats

TITLE = "How is all this counted, and how far can it be trusted?"
INTRO = (
    "This page is made from the definitions that the pipeline itself uses. "
    "It holds for all pages; filters don't change it."
)
COUNTS_TITLE = "What is counted"
COUNTS = (
    "An article is a release in its latest version. A story is one release in all its copies, "
    "edits and translations. An occurrence is one time that an article was delivered.",
    "Each article has one main theme and one main place, “none” included, so that totals add up. "
    "Error pages and placeholders are left out of every count, and said to be.",
    "Shares are divided last: a week's share is its articles over all its articles, never a mean "
    "of days.",
)
THEMES_TITLE = "What belongs to each theme"
BELONGS = "Belongs: "
BELONGS_NOT = "Belongs elsewhere: "
EXAMPLES = "For example: "
PLACES_TITLE = "Places and their roles"
ROLES = (
    "Publisher: where the body sits that published the article.",
    "Subject: the place that the article is about; the first of these is its main place.",
    "Mentioned: a place that is named and no more.",
    "Abroad: a country. An article about all of Kazakhstan counts as “Whole country”.",
)
REGION_COLUMNS = {
    "name_en": "Place",
    "name_ru": "In Russian",
    "name_kk": "In Kazakh",
    "region_kind": "Kind",
    "part_of_country": "Part of the country",
    "region_id": "Code",
}
STORIES_TITLE = "When two articles tell one story"
STORIES = (
    "Several kinds of evidence are weighed together: shared rare words, names, numbers, dates and "
    "places, and whether any of them contradict each other. The sum of weights gives a "
    "probability; pairs above the threshold are joined, within three days of each other."
)
FIT_COLUMNS = {
    "pair_kind": "Pair",
    "fitted_on": "Fitted on",
    "threshold": "Threshold",
    "pair_count": "Labelled pairs",
    "same_story_count": "Of one story",
    "cv_precision": "Precision",
    "cv_recall": "Recall",
}
FIT_NOTE = "Precision and recall by cross-validation on the labelled pairs."
WEIGHT_COLUMNS = {"evidence": "Evidence", "within": "One language", "across": "Two languages"}
PAIR_KINDS = {"within": "In one language", "across": "In two languages"}
SIGNALS_TITLE = "Coverage, bursts and silence"
MEASURES_TITLE = "Measures and their formulas"
SCORES_TITLE = "Errors measured"
SCORES_NOTE = (
    "Share of labels that were right, with its 95 % interval, on invented releases that were "
    "labelled by hand; n is how many were compared. The rules were improved with these sets in "
    "view, so other texts will give less; the data shown on the other pages was not labelled."
)
FIELDS = {
    "segmentation": "Where an article begins and ends",
    "agency_kind": "Kind of publisher",
    "primary_region": "Main place",
    "mentioned_regions_precision": "Places mentioned: of those found, right",
    "mentioned_regions_recall": "Places mentioned: of those there, found",
    "topic_acceptable": "Main theme, acceptable",
    "topic_exact": "Main theme, the very one",
    "topic_labels_f1": "All themes, F1",
    "junk_f1": "No release, F1",
    "stories_f1": "Pairs of one story, F1",
    "stories_cross_language_f1": "Pairs of one story in two languages, F1",
}
NO_SCORES = "Nothing has been measured yet."
SCORE_COLUMNS = {
    "set": "Labelled set",
    "items": "Articles",
    "measured_on": "Measured on",
    "field": "Label",
    "n": "n",
    "score": "Right",
    "low": "At least",
    "high": "At most",
}
LIMITS_TITLE = "Limits"
LIMITS = (
    "Counts cover what was delivered. Coverage is a lower bound: most mirrors print few news ids.",
    "Themes and places come from terms. What the text doesn't say isn't known: “none” is shown.",
    "Texts with few names and numbers are grouped into stories with less certainty.",
    "Of few articles every share is uncertain: look at the count beside it.",
)


def coverage(bound: float) -> str:
    """What the four states of a day are."""
    return (
        "gov.kz numbers its news from one counter, so the ids seen tell how much of a day was "
        f"delivered, at least. From {formats.share(bound)} on a day is covered and an empty cell "
        "is a zero; below it the day is partial and a figure is a least value; where nothing was "
        "delivered there is no coverage, and an empty cell is unknown. An operator may set "
        "another bound; Coverage shows the one in force."
    )


def false_alarms(bursts: float, silences: float) -> str:
    """The stated rates of false alarms."""
    return (
        "Bursts and silences are tests that count time in what was delivered: "
        f"one false alarm in {formats.count(round(1 / bursts))} windows for bursts, "
        f"one in {formats.count(round(1 / silences))} gaps for silences."
    )


def words(name: str) -> str:
    """A name of the pipeline as words: "names_shared" is "Names shared"."""
    if name in FIELDS:
        return FIELDS[name]
    return name.replace("_", " ").capitalize()
