select
    concat(article_id, '|', topic_id) as article_topic_id,
    article_id,
    topic_id,
    cast(score as double) as score,
    cast(term_count as bigint) as term_count,
    cast(topic_rank as bigint) as topic_rank,
    confidence,
    is_primary
from {{ ref('int_article_topics_scored') }}
where is_label
