with occurrences as (

    select * from {{ ref('int_occurrences') }}

),

grouped as (

    select
        article_id,
        revision_id,
        count(*) as occurrence_count,
        min(recency_rank) as recency_rank,
        max(recency_rank) as oldest_rank
    from occurrences
    group by article_id, revision_id

),

previous as (

    -- the current text stands in fct_articles: neither kept twice nor carried through the joins
    select
        article_id,
        recency_rank,
        body
    from occurrences
    where recency_rank > 1

)

select
    concat(grouped.article_id, '|', grouped.revision_id) as article_revision_id,
    grouped.article_id,
    grouped.revision_id,
    cast(row_number() over (
        partition by grouped.article_id
        order by grouped.recency_rank desc
    ) as integer) as revision_number,
    grouped.recency_rank = 1 as is_current,
    latest.title,
    previous.body as previous_body,
    latest.lang,
    latest.published_date,
    latest.word_count,
    grouped.occurrence_count,
    oldest.delivery_id as first_delivery_id,
    latest.delivery_id as last_delivery_id
from grouped
inner join occurrences as latest
    on grouped.article_id = latest.article_id and grouped.recency_rank = latest.recency_rank
inner join occurrences as oldest
    on grouped.article_id = oldest.article_id and grouped.oldest_rank = oldest.recency_rank
left join previous
    on grouped.article_id = previous.article_id and grouped.recency_rank = previous.recency_rank
