with source as (

    select * from {{ source('raw', 'delivery_sightings') }}

),

renamed as (

    select
        delivery_id,
        file_name,
        seen_at
    from source

)

select * from renamed
