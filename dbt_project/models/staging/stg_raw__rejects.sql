with source as (

    select * from {{ source('raw', 'rejects') }}

),

renamed as (

    select
        reject_id,
        delivery_id,
        span_start,
        span_end,
        reason,
        detail,
        excerpt
    from source

)

select * from renamed
