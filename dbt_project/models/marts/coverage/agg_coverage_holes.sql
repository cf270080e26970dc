with uncovered as (

    select
        date_day,
        spanned_id_count,
        {{ days_between("cast('1970-01-01' as date)", 'date_day') }}
        - row_number() over (order by date_day) as run_number
    from {{ ref('agg_coverage_daily') }}
    where coverage_state = 'no coverage'

)

select
    min(date_day) as first_day,
    max(date_day) as last_day,
    count(*) as day_count,
    cast(sum(spanned_id_count) as bigint) as missing_id_count
from uncovered
group by run_number
