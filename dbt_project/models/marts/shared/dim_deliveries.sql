with deliveries as (

    select * from {{ ref('stg_raw__deliveries') }}

),

names as (

    select
        delivery_id,
        min(file_name) as file_name,
        count(distinct file_name) as name_count
    from {{ ref('stg_raw__delivery_sightings') }}
    group by delivery_id

)

select
    deliveries.delivery_id,
    names.file_name,
    names.name_count,
    deliveries.status,
    deliveries.reject_reason,
    deliveries.superseded_by_id,
    deliveries.delivery_date,
    deliveries.encoding,
    deliveries.encoding_confidence,
    deliveries.reader,
    deliveries.is_synthetic,
    deliveries.byte_count,
    deliveries.article_bytes,
    deliveries.section_bytes,
    deliveries.preamble_bytes,
    deliveries.blank_bytes,
    deliveries.reject_bytes,
    deliveries.article_count,
    deliveries.reject_count
from deliveries
inner join names on deliveries.delivery_id = names.delivery_id
