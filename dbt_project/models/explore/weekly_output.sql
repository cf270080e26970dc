select
    dates.week_date,
    dates.iso_year,
    dates.iso_week,
    regions.region_name,
    topics.topic_name,
    cast(sum(daily.article_count) as bigint) as article_count,
    cast(sum(daily.occurrence_count) as bigint) as occurrence_count,
    cast(sum(daily.word_count) as bigint) as word_count
from {{ ref('agg_output_daily') }} as daily
inner join {{ ref('dim_dates') }} as dates on daily.published_date = dates.date_day
inner join {{ ref('dim_regions') }} as regions on daily.region_id = regions.region_id
inner join {{ ref('dim_topics') }} as topics on daily.topic_id = topics.topic_id
group by
    dates.week_date, dates.iso_year, dates.iso_week, regions.region_name, topics.topic_name
