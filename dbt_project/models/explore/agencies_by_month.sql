select
    monthly.month_date,
    agencies.agency_name,
    agencies.agency_kind_name,
    regions.region_name as home_region_name,
    topics.topic_name as top_topic_name,
    monthly.article_count,
    monthly.story_count,
    monthly.occurrence_count,
    monthly.word_count,
    monthly.active_day_count,
    monthly.top_topic_article_count,
    monthly.month_article_count,
    monthly.article_count / monthly.month_article_count as month_output_share
from {{ ref('agg_agencies_monthly') }} as monthly
inner join {{ ref('dim_agencies') }} as agencies on monthly.agency_id = agencies.agency_id
left join {{ ref('dim_regions') }} as regions on agencies.region_id = regions.region_id
left join {{ ref('dim_topics') }} as topics on monthly.top_topic_id = topics.topic_id
