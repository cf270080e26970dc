select
    bursts.first_day,
    bursts.last_day,
    regions.region_name,
    topics.topic_name,
    bursts.peak_story_count,
    bursts.expected_story_count,
    bursts.burst_factor,
    bursts.p_value,
    bursts.false_alarm_rate
from {{ ref('fct_bursts') }} as bursts
inner join {{ ref('dim_regions') }} as regions on bursts.region_id = regions.region_id
inner join {{ ref('dim_topics') }} as topics on bursts.topic_id = topics.topic_id
