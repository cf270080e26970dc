with sums as (

    select
        *,
        agency_square_sum
        / (cast(known_agency_article_count as double) * known_agency_article_count) as hhi,
        1 / agency_count as hhi_floor
    from {{ ref('agg_scopes') }}
    where agency_count > 0 and scope_kind <> 'agency'

)

select
    scope_key,
    scope_kind,
    scope_id,
    agency_count,
    known_agency_article_count,
    article_count - known_agency_article_count as unknown_agency_article_count,
    agency_square_sum,
    cast(known_agency_article_count as double) * known_agency_article_count
        as article_count_squared,
    hhi,
    hhi_floor,
    case when agency_count > 1 then (hhi - hhi_floor) / (1 - hhi_floor) end as hhi_normalised
from sums
