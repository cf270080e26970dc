-- Where and about what did state bodies suddenly say far more than before?
select first_day, last_day, region_name, topic_name, peak_story_count, expected_story_count,
    p_value
from explore.bursts
order by p_value;
