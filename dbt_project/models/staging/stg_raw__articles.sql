with source as (

    select * from {{ source('raw', 'articles') }}

),

renamed as (

    select
        occurrence_id,
        delivery_id,
        ordinal,
        span_start,
        span_end,
        section,
        title,
        date_text,
        published_date,
        body,
        source_text,
        source_url,
        source_slug as publisher_slug,
        source_kind as govkz_kind,
        source_id as govkz_id,
        source_lang as govkz_lang,
        flags
    from source

)

select * from renamed
