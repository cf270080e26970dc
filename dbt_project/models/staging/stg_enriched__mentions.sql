with source as (

    select * from {{ source('enriched', 'mentions') }}

),

renamed as (

    select
        occurrence_id,
        entity_kind,
        entity_id,
        rule,
        term,
        field,
        char_start,
        char_end,
        weight,
        matched_text
    from source

)

select * from renamed
