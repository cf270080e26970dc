with bounds as (

    select
        min(published_date) as first_day,
        max(published_date) as last_day
    from {{ ref('int_occurrences') }}

),

-- two weeks to spare on either side: what follows a day says whether it stands before a holiday
days as (

    {{ date_spine_between(
        "(select first_day - interval 14 day from bounds)",
        "(select last_day + interval 14 day from bounds)"
    ) }}

),

holidays as (

    select
        cast(holiday_date as date) as holiday_date,
        holiday_name
    from {{ ref('holidays') }}

),

marked as (

    select
        days.date_day,
        holidays.holiday_name,
        holidays.holiday_date is not null as is_holiday,
        extract(isodow from days.date_day) >= 6 as is_weekend,
        extract(isodow from days.date_day) < 6 and holidays.holiday_date is null
            as is_working_day
    from days
    left join holidays on days.date_day = holidays.holiday_date

),

counted as (

    select
        *,
        count(case when is_holiday then 1 end) over (order by date_day) as holidays_so_far
    from marked

),

followed as (

    select
        *,
        -- between this day and the next working one
        min(case when is_working_day then holidays_so_far end) over (
            order by date_day rows between 1 following and unbounded following
        ) as holidays_until_work
    from counted

)

select
    followed.date_day,
    cast(date_trunc('week', followed.date_day) as date) as week_date,
    {{ month_start('followed.date_day') }} as month_date,
    cast(extract(isoyear from followed.date_day) as integer) as iso_year,
    cast(extract(week from followed.date_day) as integer) as iso_week,
    cast(extract(isodow from followed.date_day) as integer) as iso_weekday,
    followed.is_weekend,
    followed.is_holiday,
    followed.holiday_name,
    followed.is_working_day,
    followed.is_working_day
    and coalesce(followed.holidays_until_work > followed.holidays_so_far, false) as is_preholiday
from followed
cross join bounds
where followed.date_day between bounds.first_day and bounds.last_day
