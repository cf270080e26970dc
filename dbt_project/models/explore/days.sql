with daily as (

    select
        published_date,
        cast(sum(article_count) as bigint) as article_count,
        cast(sum(occurrence_count) as bigint) as occurrence_count,
        cast(sum(word_count) as bigint) as word_count
    from {{ ref('agg_output_daily') }}
    group by published_date

)

select
    dates.date_day,
    dates.week_date,
    dates.iso_weekday,
    dates.is_working_day,
    dates.holiday_name,
    coalesce(daily.article_count, 0) as article_count,
    coalesce(daily.occurrence_count, 0) as occurrence_count,
    coalesce(daily.word_count, 0) as word_count,
    case
        when coverage.coverage_state <> 'covered' then cast(coverage.coverage_state as varchar)
        when coalesce(daily.article_count, 0) > 0 then 'value'
        else 'zero'
    end as figure_state,
    coverage.coverage_lower_bound,
    coverage.assumption
from {{ ref('dim_dates') }} as dates
inner join {{ ref('agg_coverage_daily') }} as coverage on dates.date_day = coverage.date_day
left join daily on dates.date_day = daily.published_date
