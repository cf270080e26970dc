select
    occurrence_id,
    article_id,
    revision_id,
    recency_rank = 1 as is_current,
    delivery_id,
    ordinal,
    section,
    published_date,
    span_start,
    span_end
from {{ ref('int_occurrences') }}
