-- One row per news id and date, with the id that the one counter should have had by that date.
with seen as (

    select
        govkz_id as news_id,
        published_date,
        {{ days_between("cast('1970-01-01' as date)", 'published_date') }} as day_number
    from {{ ref('int_articles_current') }}
    where govkz_kind = 'news' and govkz_id is not null and published_date is not null
    group by govkz_id, published_date

),

daily as (

    select
        published_date,
        day_number,
        count(*) as id_count,
        median(news_id) as median_id
    from seen
    group by published_date, day_number

),

weekly as (

    select
        published_date,
        day_number,
        sum(id_count) over near_days as near_id_count,
        median(median_id) over near_days as near_id
    from daily
    window near_days as (order by day_number range between 7 preceding and 7 following)

),

anchors as (

    select
        cast(news_id as bigint) as news_id,
        {{ days_between("cast('1970-01-01' as date)", 'cast(known_date as date)') }} as day_number
    from {{ ref('news_id_anchors') }}

),

segments as (

    select
        news_id,
        day_number,
        lead(news_id) over (order by day_number, news_id) as next_id,
        lead(day_number) over (order by day_number, news_id) as next_day
    from anchors

),

anchored as (

    -- before the first pair and after the last one the counter is taken to go on at 540 a day
    select
        weekly.published_date,
        coalesce(
            max(
                segments.news_id + (segments.next_id - segments.news_id)
                * (weekly.day_number - segments.day_number) * 1.0
                / (segments.next_day - segments.day_number)
            ) filter (
                where weekly.day_number >= segments.day_number
                and weekly.day_number < segments.next_day
            ),
            max(
                case
                    when weekly.day_number >= segments.day_number
                        then segments.news_id + 540 * (weekly.day_number - segments.day_number)
                end
            ),
            min(segments.news_id + 540 * (weekly.day_number - segments.day_number))
        ) as anchor_id,
        min(abs(weekly.day_number - segments.day_number)) as anchor_days
    from weekly
    cross join segments
    group by weekly.published_date

),

expected as (

    -- where fewer than five ids stand within a week, known pairs of id and date are asked
    select
        weekly.published_date,
        case when weekly.near_id_count >= 5 then weekly.near_id else anchored.anchor_id end
            as expected_id,
        case
            when weekly.near_id_count >= 5 then 4000
            else 4000 + 150 * anchored.anchor_days
        end as tolerance
    from weekly
    inner join anchored on weekly.published_date = anchored.published_date

)

select
    seen.news_id,
    seen.published_date,
    cast(round(expected.expected_id) as bigint) as expected_id,
    abs(seen.news_id - expected.expected_id) <= expected.tolerance as is_agreeing
from seen
inner join expected on seen.published_date = expected.published_date
