select
    scope_key,
    scope_kind,
    scope_id,
    article_count,
    occurrence_count,
    story_count,
    article_count / story_count as articles_per_story,
    occurrence_count / story_count as occurrences_per_story
from {{ ref('agg_scopes') }}
