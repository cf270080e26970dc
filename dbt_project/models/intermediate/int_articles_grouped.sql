-- The story of each article: for now the articles whose normalised title and body are the same.
select
    article_id,
    min(article_id) over (partition by content_id) as story_id
from {{ ref('int_articles_current') }}
