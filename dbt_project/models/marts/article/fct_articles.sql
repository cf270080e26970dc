with articles as (

    select * from {{ ref('int_articles_current') }}

),

judged as (

    select * from {{ ref('int_articles_judged') }}

),

grouped as (

    select * from {{ ref('int_articles_grouped') }}

),

regions as (

    select
        article_id,
        region_id,
        confidence
    from {{ ref('int_article_regions_scored') }}
    where is_primary

),

topics as (

    select
        article_id,
        topic_id,
        confidence
    from {{ ref('int_article_topics_scored') }}
    where is_primary

)

select
    articles.article_id,
    articles.occurrence_id,
    articles.title,
    articles.body,
    articles.published_date,
    articles.section,
    articles.lang,
    articles.lang_confidence,
    articles.title_lang,
    articles.agency_id,
    articles.agency_confidence,
    articles.publisher_slug,
    articles.govkz_kind,
    articles.govkz_id,
    articles.source_url,
    coalesce(regions.region_id, 'none') as primary_region_id,
    regions.confidence as primary_region_confidence,
    coalesce(topics.topic_id, 'none') as primary_topic_id,
    topics.confidence as primary_topic_confidence,
    grouped.story_id,
    grouped.is_told_once,
    grouped.series_id,
    judged.is_junk,
    judged.junk_reason,
    articles.flags,
    articles.word_count,
    articles.masked_count,
    articles.occurrence_count,
    articles.revision_count,
    articles.delivery_id,
    articles.ordinal,
    articles.span_start,
    articles.span_end
from articles
inner join judged on articles.article_id = judged.article_id
inner join grouped on articles.article_id = grouped.article_id
left join regions on articles.article_id = regions.article_id
left join topics on articles.article_id = topics.article_id
