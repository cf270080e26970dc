with source as (

    select * from {{ source('raw', 'deliveries') }}

),

renamed as (

    select
        delivery_id,
        byte_count,
        status,
        reject_reason,
        superseded_by_id,
        encoding,
        encoding_confidence,
        reader,
        delivery_date,
        is_synthetic,
        article_count,
        reject_count,
        article_bytes,
        section_bytes,
        preamble_bytes,
        blank_bytes,
        reject_bytes
    from source

)

select * from renamed
