with counted as (

    select
        scope_kind,
        scope_id,
        topic_id,
        count(*) as article_count
    from {{ ref('int_articles_scoped') }}
    where topic_id <> 'none' and scope_kind <> 'topic'
    group by scope_kind, scope_id, topic_id

)

select
    concat(scope_kind, '|', scope_id, '|', topic_id) as agenda_topic_id,
    concat(scope_kind, '|', scope_id) as scope_key,
    scope_kind,
    scope_id,
    topic_id,
    article_count,
    cast(sum(article_count) over (partition by scope_kind, scope_id) as bigint)
        as agenda_article_count
from counted
