select
    concat(entity_kind, '|', entity_id, '|', cast(last_seen_day as varchar)) as silence_id,
    entity_kind,
    entity_id,
    last_seen_day,
    next_seen_day,
    is_current,
    silence_state,
    publishing_day_count,
    gap_day_count,
    gap_delivered_day_count,
    gap_exposure,
    longest_earlier_exposure,
    p_value,
    false_alarm_rate
from {{ ref('int_silences_scored') }}
where entity_id <> 'unknown' and entity_id <> 'none'
