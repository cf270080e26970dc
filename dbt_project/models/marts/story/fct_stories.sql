with articles as (

    select * from {{ ref('fct_articles') }}

),

leads as (

    select
        story_id,
        article_id
    from {{ ref('fct_story_articles') }}
    where story_role = 'lead'

),

counted as (

    select
        story_id,
        min(series_id) as series_id,
        count(*) as article_count,
        count(case when not is_junk then 1 end) as counted_article_count,
        cast(sum(revision_count) as bigint) as version_count,
        cast(sum(occurrence_count) as bigint) as occurrence_count,
        string_agg(distinct lang, ' ' order by lang) as langs,
        count(distinct lang) as lang_count,
        count(distinct case when agency_id <> 'unknown' then agency_id end) as agency_count,
        min(published_date) as first_date,
        max(published_date) as last_date
    from articles
    group by story_id

)

select
    counted.story_id,
    counted.series_id,
    leads.article_id as lead_article_id,
    lead_articles.title as lead_title,
    lead_articles.agency_id as lead_agency_id,
    lead_articles.primary_region_id,
    lead_articles.primary_topic_id,
    counted.article_count,
    counted.counted_article_count,
    counted.version_count,
    counted.occurrence_count,
    counted.langs,
    counted.lang_count,
    counted.agency_count,
    counted.first_date,
    counted.last_date,
    cast(counted.last_date - counted.first_date as integer) as spread_days
from counted
inner join leads on counted.story_id = leads.story_id
inner join articles as lead_articles on leads.article_id = lead_articles.article_id
