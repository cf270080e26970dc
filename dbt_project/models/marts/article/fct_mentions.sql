-- Only the evidence behind labels that are published: every row can be shown beside its label.
with mentions as (

    select * from {{ ref('stg_enriched__mentions') }}

),

articles as (

    select
        article_id,
        occurrence_id,
        agency_id
    from {{ ref('int_articles_current') }}

),

labels as (

    select
        article_id,
        'topic' as entity_kind,
        topic_id as entity_id
    from {{ ref('fct_article_topics') }}

    union all

    select distinct
        article_id,
        case when region_id like 'ABROAD:%' then 'country' else 'region' end as entity_kind,
        replace(region_id, 'ABROAD:', '') as entity_id
    from {{ ref('fct_article_regions') }}

    union all

    select
        article_id,
        'agency' as entity_kind,
        agency_id as entity_id
    from articles

),

matched as (

    select
        articles.article_id,
        mentions.entity_kind,
        mentions.entity_id,
        mentions.rule,
        mentions.term,
        mentions.field,
        mentions.char_start,
        mentions.char_end,
        mentions.weight,
        mentions.matched_text
    from mentions
    inner join articles on mentions.occurrence_id = articles.occurrence_id
    inner join labels
        on
            articles.article_id = labels.article_id
            and mentions.entity_kind = labels.entity_kind
            and mentions.entity_id = labels.entity_id

),

numbered as (

    select
        *,
        row_number() over (
            partition by article_id
            order by entity_kind, entity_id, field, char_start, char_end, rule, term, weight
        ) as mention_rank
    from matched

)

select
    article_id,
    cast(mention_rank as integer) as mention_rank,
    entity_kind,
    entity_id,
    rule,
    term,
    field,
    char_start,
    char_end,
    matched_text,
    weight
from numbered
