select
    concat(region_id, '|', topic_id, '|', cast(first_day as varchar)) as burst_id,
    region_id,
    topic_id,
    first_day,
    last_day,
    peak_first_day,
    peak_last_day,
    peak_story_count,
    expected_story_count,
    peak_story_count / nullif(expected_story_count, 0) as burst_factor,
    p_value,
    false_alarm_rate,
    tested_window_count
from {{ ref('int_bursts_scored') }}
