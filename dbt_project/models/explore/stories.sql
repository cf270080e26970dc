with articles as (

    select
        *,
        row_number() over (
            partition by story_id
            order by published_date asc nulls last, article_id asc
        ) as story_rank
    from {{ ref('articles') }}

)

select
    story_id,
    min(published_date) as first_date,
    max(published_date) as last_date,
    max(case when story_rank = 1 then title end) as title,
    max(case when story_rank = 1 then region_name end) as region_name,
    max(case when story_rank = 1 then topic_name end) as topic_name,
    max(case when story_rank = 1 then agency_name end) as agency_name,
    count(*) as article_count,
    cast(sum(occurrence_count) as bigint) as occurrence_count,
    count(distinct lang) as lang_count,
    count(distinct agency_id) as agency_count
from articles
group by story_id
