-- Occurrences in deliveries that count: a superseded delivery's rows are gone from raw already.
with articles as (

    select * from {{ ref('stg_raw__articles') }}

),

enriched as (

    select * from {{ ref('stg_enriched__articles') }}

),

deliveries as (

    select * from {{ ref('stg_raw__deliveries') }}

),

joined as (

    select
        articles.occurrence_id,
        enriched.article_id,
        enriched.revision_id,
        enriched.content_id,
        articles.delivery_id,
        articles.ordinal,
        articles.span_start,
        articles.span_end,
        articles.section,
        articles.published_date,
        articles.publisher_slug,
        articles.govkz_kind,
        articles.govkz_id,
        articles.source_url,
        -- those of the text begin with letters behind those of the print: sorted they stay
        case
            when articles.flags = '' or enriched.flags = ''
                then concat(articles.flags, enriched.flags)
            else concat(articles.flags, ',', enriched.flags)
        end as flags,
        enriched.title,
        enriched.body,
        enriched.lang,
        enriched.lang_confidence,
        enriched.title_lang,
        enriched.masked_count,
        enriched.word_count,
        deliveries.delivery_date
    from articles
    inner join enriched on articles.occurrence_id = enriched.occurrence_id
    inner join deliveries on articles.delivery_id = deliveries.delivery_id

),

ranked as (

    select
        *,
        -- the current revision: latest delivery by its own date, never by arrival
        row_number() over (
            partition by article_id
            order by delivery_date desc nulls last, delivery_id desc, ordinal desc
        ) as recency_rank
    from joined

)

select * from ranked
