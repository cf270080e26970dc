select
    topic_id,
    name_en as topic_name,
    name_ru,
    name_kk,
    family,
    cast(sort_order as integer) as sort_order,
    definition,
    belongs,
    belongs_not,
    cofog
from {{ ref('topics') }}

union all

select
    'none' as topic_id,
    'No theme found' as topic_name,
    'Тема не определена' as name_ru,
    'Тақырыбы анықталмаған' as name_kk,
    'none' as family,
    999 as sort_order,
    'The words of the article give too little evidence for any theme.' as definition,
    null as belongs,
    null as belongs_not,
    null as cofog
