with calendar as (

    select
        count(*) as day_count,
        count(*) filter (where iso_weekday = 5) as friday_count,
        count(*) filter (where is_preholiday) as preholiday_count
    from {{ ref('dim_dates') }}

)

select
    scopes.scope_key,
    scopes.scope_kind,
    scopes.scope_id,
    scopes.dated_article_count,
    scopes.friday_article_count,
    scopes.preholiday_article_count,
    scopes.friday_article_count / scopes.dated_article_count as friday_share,
    scopes.preholiday_article_count / scopes.dated_article_count
        as preholiday_share,
    calendar.friday_count / calendar.day_count as calendar_friday_share,
    calendar.preholiday_count / calendar.day_count as calendar_preholiday_share
from {{ ref('agg_scopes') }} as scopes
cross join calendar
where scopes.dated_article_count > 0 and scopes.scope_kind not in ('month', 'region_month')
