select
    silences.entity_kind,
    coalesce(agencies.agency_name, regions.region_name) as entity_name,
    silences.silence_state,
    silences.is_current,
    silences.last_seen_day,
    silences.next_seen_day,
    silences.gap_day_count,
    silences.gap_delivered_day_count,
    silences.publishing_day_count,
    silences.p_value,
    silences.false_alarm_rate
from {{ ref('fct_silences') }} as silences
left join {{ ref('dim_agencies') }} as agencies
    on silences.entity_kind = 'agency' and silences.entity_id = agencies.agency_id
left join {{ ref('dim_regions') }} as regions
    on silences.entity_kind = 'region' and silences.entity_id = regions.region_id
