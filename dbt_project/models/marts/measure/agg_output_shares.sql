-- Numerator and denominator are summed over the period first: the share of a week is not the
-- mean of the shares of its days.
with periods as (

    select
        'day' as period_kind,
        published_date as period_date,
        region_id,
        topic_id,
        article_count
    from {{ ref('agg_output_daily') }}

    union all

    select
        'week' as period_kind,
        cast(date_trunc('week', published_date) as date) as period_date,
        region_id,
        topic_id,
        article_count
    from {{ ref('agg_output_daily') }}

    union all

    select
        'month' as period_kind,
        {{ month_start('published_date') }} as period_date,
        region_id,
        topic_id,
        article_count
    from {{ ref('agg_output_daily') }}

),

cells as (

    select
        period_kind,
        period_date,
        region_id,
        topic_id,
        cast(sum(article_count) as bigint) as article_count
    from periods
    group by period_kind, period_date, region_id, topic_id

),

totals as (

    select
        *,
        cast(sum(article_count) over (partition by period_kind, period_date) as bigint)
            as period_article_count,
        cast(sum(article_count) over (partition by period_kind, period_date, region_id) as bigint)
            as region_article_count
    from cells

)

select
    period_kind,
    period_date,
    region_id,
    topic_id,
    article_count,
    region_article_count,
    period_article_count,
    article_count / region_article_count as region_output_share,
    article_count / period_article_count as period_output_share
from totals
