select
    articles.article_id,
    articles.published_date,
    dates.week_date,
    dates.month_date,
    dates.iso_year,
    dates.iso_week,
    dates.iso_weekday,
    dates.is_holiday,
    articles.title,
    articles.body,
    articles.lang,
    articles.section,
    agencies.agency_name,
    agencies.agency_kind_name,
    regions.region_name,
    regions.region_kind,
    topics.topic_name,
    topics.family as topic_family,
    articles.primary_region_confidence as region_confidence,
    articles.primary_topic_confidence as topic_confidence,
    articles.story_id,
    articles.word_count,
    articles.occurrence_count,
    articles.revision_count,
    articles.source_url,
    articles.agency_id,
    articles.primary_region_id as region_id,
    articles.primary_topic_id as topic_id
from {{ ref('fct_articles') }} as articles
inner join {{ ref('dim_agencies') }} as agencies on articles.agency_id = agencies.agency_id
inner join {{ ref('dim_regions') }} as regions
    on articles.primary_region_id = regions.region_id
inner join {{ ref('dim_topics') }} as topics on articles.primary_topic_id = topics.topic_id
left join {{ ref('dim_dates') }} as dates on articles.published_date = dates.date_day
where not articles.is_junk
