select
    articles.article_id,
    articles.published_date,
    articles.govkz_id,
    ids.expected_id,
    articles.govkz_id - ids.expected_id as id_difference
from {{ ref('int_articles_current') }} as articles
inner join {{ ref('int_news_ids') }} as ids
    on articles.govkz_id = ids.news_id and articles.published_date = ids.published_date
where articles.govkz_kind = 'news' and not ids.is_agreeing
