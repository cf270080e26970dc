with articles as (

    select
        article_id,
        {{ month_start('published_date') }} as month_date,
        primary_region_id as region_id,
        primary_topic_id,
        story_id,
        occurrence_count
    from {{ ref('fct_articles') }}
    where not is_junk and published_date is not null

),

primaries as (

    select
        month_date,
        region_id,
        primary_topic_id as topic_id,
        count(*) as article_count,
        count(distinct story_id) as story_count,
        cast(sum(occurrence_count) as bigint) as occurrence_count
    from articles
    group by month_date, region_id, primary_topic_id

),

labels as (

    select
        articles.month_date,
        articles.region_id,
        topics.topic_id,
        count(*) as label_article_count
    from articles
    inner join {{ ref('fct_article_topics') }} as topics on articles.article_id = topics.article_id
    group by articles.month_date, articles.region_id, topics.topic_id

),

totals as (

    select
        month_date,
        region_id,
        count(*) as region_article_count
    from articles
    group by month_date, region_id

),

keys as (

    select
        month_date,
        region_id,
        topic_id
    from primaries
    union
    select
        month_date,
        region_id,
        topic_id
    from labels

)

select
    concat(cast(keys.month_date as varchar), '|', keys.region_id, '|', keys.topic_id)
        as topic_month_id,
    keys.month_date,
    keys.region_id,
    keys.topic_id,
    coalesce(primaries.article_count, 0) as article_count,
    coalesce(primaries.story_count, 0) as story_count,
    coalesce(primaries.occurrence_count, 0) as occurrence_count,
    coalesce(labels.label_article_count, 0) as label_article_count,
    totals.region_article_count
from keys
inner join totals on keys.month_date = totals.month_date and keys.region_id = totals.region_id
left join primaries
    on
        keys.month_date = primaries.month_date
        and keys.region_id = primaries.region_id
        and keys.topic_id = primaries.topic_id
left join labels
    on
        keys.month_date = labels.month_date
        and keys.region_id = labels.region_id
        and keys.topic_id = labels.topic_id
