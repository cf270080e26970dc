with cells as (

    select
        published_date,
        region_id,
        topic_id,
        cast(sum(article_count) as bigint) as article_count
    from {{ ref('agg_output_daily') }}
    group by published_date, region_id, topic_id

),

regions as (

    select distinct region_id from cells

),

topics as (

    select topic_id from {{ ref('dim_topics') }}

)

select
    coverage.date_day,
    regions.region_id,
    topics.topic_id,
    coalesce(cells.article_count, 0) as article_count,
    case
        when coverage.coverage_state <> 'covered' then cast(coverage.coverage_state as varchar)
        when cells.article_count > 0 then 'value'
        else 'zero'
    end as figure_state
from {{ ref('agg_coverage_daily') }} as coverage
cross join regions
cross join topics
left join cells
    on
        coverage.date_day = cells.published_date
        and regions.region_id = cells.region_id
        and topics.topic_id = cells.topic_id
