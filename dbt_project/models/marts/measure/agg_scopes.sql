with articles as (

    select * from {{ ref('int_articles_scoped') }}

),

days as (

    select
        date_day,
        iso_weekday = 5 as is_friday,
        is_preholiday
    from {{ ref('dim_dates') }}

),

counted as (

    select
        articles.scope_kind,
        articles.scope_id,
        count(*) as article_count,
        count(distinct articles.story_id) as story_count,
        cast(sum(articles.occurrence_count) as bigint) as occurrence_count,
        count(days.date_day) as dated_article_count,
        count(*) filter (where days.is_friday) as friday_article_count,
        count(*) filter (where days.is_preholiday) as preholiday_article_count
    from articles
    left join days on articles.published_date = days.date_day
    group by articles.scope_kind, articles.scope_id

),

by_agency as (

    select
        scope_kind,
        scope_id,
        count(*) as article_count
    from articles
    where agency_id <> 'unknown'
    group by scope_kind, scope_id, agency_id

),

agencies as (

    select
        scope_kind,
        scope_id,
        count(*) as agency_count,
        cast(sum(article_count) as bigint) as known_agency_article_count,
        cast(sum(article_count * article_count) as bigint) as agency_square_sum
    from by_agency
    group by scope_kind, scope_id

)

select
    concat(counted.scope_kind, '|', counted.scope_id) as scope_key,
    counted.scope_kind,
    counted.scope_id,
    counted.article_count,
    counted.story_count,
    counted.occurrence_count,
    counted.dated_article_count,
    counted.friday_article_count,
    counted.preholiday_article_count,
    coalesce(agencies.agency_count, 0) as agency_count,
    coalesce(agencies.known_agency_article_count, 0) as known_agency_article_count,
    coalesce(agencies.agency_square_sum, 0) as agency_square_sum
from counted
left join agencies
    on counted.scope_kind = agencies.scope_kind and counted.scope_id = agencies.scope_id
