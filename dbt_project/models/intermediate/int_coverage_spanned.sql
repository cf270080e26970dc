-- One row per day of which news ids are known: how many ids may belong to it.
with known as (

    select
        published_date,
        news_id,
        1 as is_seen
    from {{ ref('int_news_ids') }}
    where is_agreeing

    union all

    select
        cast(known_date as date) as published_date,
        cast(news_id as bigint) as news_id,
        0 as is_seen
    from {{ ref('news_id_anchors') }}

),

daily as (

    select
        published_date,
        cast(sum(is_seen) as bigint) as seen_id_count,
        min(news_id) as first_id,
        max(news_id) as last_id
    from known
    group by published_date

),

neighbours as (

    select
        *,
        lag(published_date) over (order by published_date) as previous_date,
        lag(last_id) over (order by published_date) as previous_id,
        lead(published_date) over (order by published_date) as next_date,
        lead(first_id) over (order by published_date) as next_id
    from daily

)

select
    published_date,
    seen_id_count,
    first_id,
    last_id,
    next_date,
    greatest(next_id - last_id - 1, 0) as ids_until_next,
    -- ids between two known days are spread evenly over the days from the one to the other
    cast(ceil(
        (last_id - first_id + 1)
        + coalesce(
            greatest(first_id - previous_id - 1, 0) * 1.0
            / {{ days_between('previous_date', 'published_date') }}, 540
        )
        + coalesce(
            greatest(next_id - last_id - 1, 0) * 1.0
            / {{ days_between('published_date', 'next_date') }}, 540
        )
    ) as bigint) as spanned_id_count
from neighbours
