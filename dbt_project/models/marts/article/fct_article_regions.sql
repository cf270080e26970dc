select
    concat(article_id, '|', region_id, '|', role) as article_region_id,
    article_id,
    region_id,
    role,
    cast(score as double) as score,
    cast(mention_count as bigint) as mention_count,
    confidence,
    is_primary,
    case when is_primary then primary_rule end as primary_rule
from {{ ref('int_article_regions_scored') }}
