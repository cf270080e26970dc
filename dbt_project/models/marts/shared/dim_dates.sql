with bounds as (

    select
        min(published_date) as first_day,
        max(published_date) as last_day
    from {{ ref('int_occurrences') }}

),

days as (

    {{ date_spine_between('(select first_day from bounds)', '(select last_day from bounds)') }}

)

select
    date_day,
    cast(date_trunc('week', date_day) as date) as week_date,
    {{ month_start('date_day') }} as month_date,
    cast(extract(isodow from date_day) as integer) as iso_weekday,
    extract(isodow from date_day) >= 6 as is_weekend
from days
where date_day is not null
