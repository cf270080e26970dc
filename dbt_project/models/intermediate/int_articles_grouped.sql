-- The story and series of each article; an article that shares none is a story of its own.
select
    articles.article_id,
    stories.series_id,
    coalesce(stories.story_id, articles.article_id) as story_id,
    count(*) over (
        partition by coalesce(stories.story_id, articles.article_id)
    ) = 1 as is_told_once
from {{ ref('int_articles_current') }} as articles
left join {{ ref('stg_enriched__stories') }} as stories on articles.article_id = stories.article_id
