with days as (

    select date_day from {{ ref('dim_dates') }}

),

articles as (

    select
        published_date,
        count(*) as article_count,
        count(distinct delivery_id) as delivery_count
    from {{ ref('int_articles_current') }}
    where published_date is not null
    group by published_date

),

disagreeing as (

    select
        published_date,
        count(*) as disagreeing_id_count
    from {{ ref('int_news_ids') }}
    where not is_agreeing
    group by published_date

),

spanned as (

    select
        *,
        {{ days_between('published_date', 'next_date') }} as days_until_next
    from {{ ref('int_coverage_spanned') }}

),

joined as (

    select
        days.date_day,
        spanned.first_id,
        spanned.last_id,
        coalesce(articles.article_count, 0) as article_count,
        coalesce(articles.delivery_count, 0) as delivery_count,
        coalesce(spanned.seen_id_count, 0) as seen_id_count,
        coalesce(disagreeing.disagreeing_id_count, 0) as disagreeing_id_count,
        coalesce(
            spanned.spanned_id_count,
            cast(ceil(gaps.ids_until_next * 1.0 / gaps.days_until_next) as bigint),
            540
        ) as spanned_id_count
    from days
    left join articles on days.date_day = articles.published_date
    left join disagreeing on days.date_day = disagreeing.published_date
    left join spanned on days.date_day = spanned.published_date
    left join spanned as gaps
        on days.date_day > gaps.published_date and days.date_day < gaps.next_date

),

bounded as (

    select
        *,
        case
            -- no id passed: nothing can be missing
            when spanned_id_count = 0 then 1.0
            else seen_id_count * 1.0 / spanned_id_count
        end as coverage_lower_bound,
        {{ coverage_bound() }} as coverage_setting
    from joined

)

select
    date_day,
    article_count,
    delivery_count,
    delivery_count > 0 as is_delivered,
    first_id,
    last_id,
    spanned_id_count,
    seen_id_count,
    disagreeing_id_count,
    cast(coverage_lower_bound as double) as coverage_lower_bound,
    coverage_setting,
    case
        when coverage_lower_bound >= coverage_setting then 'covered'
        when article_count = 0 then 'no coverage'
        else 'partial'
    end as coverage_state,
    'gov.kz news ids come from one counter that rises with the date; ids between two known days '
    || 'are spread evenly; releases without a news id are not counted as seen' as assumption
from bounded
