with agencies as (

    select * from {{ ref('stg_enriched__agencies') }}

),

kinds as (

    select * from {{ ref('agency_kinds') }}

),

articles as (

    select
        agency_id,
        count(*) filter (where not is_junk) as article_count
    from {{ ref('fct_articles') }}
    group by agency_id

),

with_unknown as (

    select
        agency_id,
        agency_kind,
        name_en,
        name_ru,
        name_kk,
        agency_level,
        region_id,
        country_code,
        parent_id,
        valid_from,
        valid_to,
        successor_id,
        basis
    from agencies
    where agency_id <> 'unknown'

    union all

    select
        'unknown' as agency_id,
        'unknown' as agency_kind,
        'Not stated' as name_en,
        'Не указан' as name_ru,
        'Көрсетілмеген' as name_kk,
        'unknown' as agency_level,
        null as region_id,
        null as country_code,
        null as parent_id,
        null as valid_from,
        null as valid_to,
        null as successor_id,
        'none' as basis

)

select
    with_unknown.agency_id,
    with_unknown.name_en as agency_name,
    with_unknown.name_ru,
    with_unknown.name_kk,
    with_unknown.agency_kind,
    coalesce(kinds.name_en, with_unknown.agency_kind) as agency_kind_name,
    coalesce(kinds.publisher_kind, 'unknown') as publisher_kind,
    with_unknown.agency_level,
    with_unknown.region_id,
    with_unknown.country_code,
    with_unknown.parent_id,
    cast(with_unknown.valid_from as date) as valid_from,
    cast(with_unknown.valid_to as date) as valid_to,
    with_unknown.successor_id,
    with_unknown.basis,
    coalesce(articles.article_count, 0) as article_count
from with_unknown
left join kinds on with_unknown.agency_kind = kinds.agency_kind
left join articles on with_unknown.agency_id = articles.agency_id
