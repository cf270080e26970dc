with articles as (

    select
        {{ month_start('published_date') }} as month_date,
        published_date,
        agency_id,
        primary_region_id,
        primary_topic_id,
        lang,
        story_id,
        occurrence_count,
        word_count
    from {{ ref('fct_articles') }}
    where not is_junk and published_date is not null

),

grouped as (

    select
        month_date,
        agency_id,
        count(*) as article_count,
        count(distinct story_id) as story_count,
        cast(sum(occurrence_count) as bigint) as occurrence_count,
        cast(sum(word_count) as bigint) as word_count,
        count(distinct published_date) as active_day_count,
        count(distinct primary_region_id) as region_count,
        count(distinct primary_topic_id) as topic_count,
        count(*) filter (where lang = 'en') as en_article_count,
        count(*) filter (where lang = 'ru') as ru_article_count,
        count(*) filter (where lang = 'kk') as kk_article_count
    from articles
    group by month_date, agency_id

),

topics as (

    select
        month_date,
        agency_id,
        primary_topic_id,
        count(*) as article_count
    from articles
    group by month_date, agency_id, primary_topic_id

),

top_topics as (

    select * from topics
    qualify row_number() over (
        partition by month_date, agency_id
        order by article_count desc, primary_topic_id asc
    ) = 1

)

select
    concat(cast(grouped.month_date as varchar), '|', grouped.agency_id) as agency_month_id,
    grouped.month_date,
    grouped.agency_id,
    grouped.article_count,
    grouped.story_count,
    grouped.occurrence_count,
    grouped.word_count,
    grouped.active_day_count,
    grouped.region_count,
    grouped.topic_count,
    top_topics.primary_topic_id as top_topic_id,
    top_topics.article_count as top_topic_article_count,
    grouped.en_article_count,
    grouped.ru_article_count,
    grouped.kk_article_count,
    cast(sum(grouped.article_count) over (partition by grouped.month_date) as bigint)
        as month_article_count
from grouped
inner join top_topics
    on grouped.month_date = top_topics.month_date and grouped.agency_id = top_topics.agency_id
