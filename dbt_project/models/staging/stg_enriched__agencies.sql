with source as (

    select * from {{ source('enriched', 'agencies') }}

),

renamed as (

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
        basis,
        rule
    from source

)

select * from renamed
