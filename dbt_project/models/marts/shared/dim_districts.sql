select
    district_id,
    region_id,
    district_kind,
    name_en as district_name,
    name_ru,
    name_kk,
    is_shared_name = 'true' as is_shared_name
from {{ ref('districts') }}
