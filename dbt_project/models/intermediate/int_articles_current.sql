-- One row per article in its current revision, with the publisher that the evidence gives.
with occurrences as (

    select * from {{ ref('int_occurrences') }}

),

counts as (

    select
        article_id,
        count(*) as occurrence_count,
        count(distinct revision_id) as revision_count
    from occurrences
    group by article_id

),

publishers as (

    select
        occurrence_id,
        entity_id as agency_id,
        rule,
        weight
    from {{ ref('stg_enriched__mentions') }}
    where entity_kind = 'agency'
    qualify row_number() over (
        partition by occurrence_id
        order by weight desc, field asc, char_start asc, entity_id asc
    ) = 1

),

current_rows as (

    select
        occurrences.article_id,
        occurrences.occurrence_id,
        occurrences.revision_id,
        occurrences.content_id,
        occurrences.delivery_id,
        occurrences.ordinal,
        occurrences.span_start,
        occurrences.span_end,
        occurrences.section,
        occurrences.title,
        occurrences.body,
        occurrences.published_date,
        occurrences.lang,
        occurrences.lang_confidence,
        occurrences.title_lang,
        occurrences.masked_count,
        occurrences.publisher_slug,
        occurrences.govkz_kind,
        occurrences.govkz_id,
        occurrences.source_url,
        occurrences.flags,
        occurrences.word_count,
        counts.occurrence_count,
        counts.revision_count,
        coalesce(publishers.agency_id, 'unknown') as agency_id,
        case
            when publishers.agency_id is null then null
            when publishers.rule = 'source_url' and agencies.basis in ('table', 'rule') then 'high'
            -- an opaque slug that no table holds
            when publishers.rule = 'source_url' and agencies.rule = 'unknown' then 'low'
            when publishers.rule = 'source_url' or publishers.weight >= 2 then 'medium'
            else 'low'
        end as agency_confidence
    from occurrences
    inner join counts on occurrences.article_id = counts.article_id
    left join publishers on occurrences.occurrence_id = publishers.occurrence_id
    left join {{ ref('stg_enriched__agencies') }} as agencies
        on publishers.agency_id = agencies.agency_id
    where occurrences.recency_rank = 1

)

select * from current_rows
