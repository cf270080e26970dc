with articles as (

    select
        {{ month_start('published_date') }} as month_date,
        agency_id,
        story_id,
        occurrence_count,
        word_count
    from {{ ref('fct_articles') }}
    where not is_junk and published_date is not null

),

grouped as (

    select
        month_date,
        agency_id,
        count(*) as article_count,
        count(distinct story_id) as story_count,
        cast(sum(occurrence_count) as bigint) as occurrence_count,
        cast(sum(word_count) as bigint) as word_count
    from articles
    group by month_date, agency_id

)

select
    concat(cast(month_date as varchar), '|', agency_id) as agency_month_id,
    month_date,
    agency_id,
    article_count,
    story_count,
    occurrence_count,
    word_count,
    cast(sum(article_count) over (partition by month_date) as bigint) as month_article_count
from grouped
