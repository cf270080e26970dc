with articles as (

    select
        articles.published_date,
        articles.primary_region_id as region_id,
        articles.primary_topic_id as topic_id,
        agencies.agency_kind,
        articles.lang,
        coalesce(articles.section, 'none') as section,
        articles.story_id,
        articles.occurrence_count,
        articles.word_count
    from {{ ref('fct_articles') }} as articles
    inner join {{ ref('dim_agencies') }} as agencies on articles.agency_id = agencies.agency_id
    where not articles.is_junk and articles.published_date is not null

)

select
    concat(
        cast(published_date as varchar), '|', region_id, '|', topic_id, '|', agency_kind, '|',
        lang, '|', section
    ) as output_id,
    published_date,
    region_id,
    topic_id,
    agency_kind,
    lang,
    section,
    count(*) as article_count,
    count(distinct story_id) as story_count,
    cast(sum(occurrence_count) as bigint) as occurrence_count,
    cast(sum(word_count) as bigint) as word_count
from articles
group by published_date, region_id, topic_id, agency_kind, lang, section
