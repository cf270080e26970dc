-- One row per story with a dated article: when it began, and where and about what it first was.
select
    story_id,
    published_date,
    primary_region_id as region_id,
    primary_topic_id as topic_id
from {{ ref('fct_articles') }}
where not is_junk and published_date is not null
qualify row_number() over (partition by story_id order by published_date, article_id) = 1
