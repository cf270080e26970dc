-- Which agencies have fallen silent, judged by their own habit?
select entity_name, last_seen_day, gap_day_count, publishing_day_count, p_value
from explore.silences
where silence_state = 'quiet' and entity_kind = 'agency' and is_current
order by p_value;
