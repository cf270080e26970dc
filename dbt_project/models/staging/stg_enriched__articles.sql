with source as (

    select * from {{ source('enriched', 'articles') }}

),

renamed as (

    select
        occurrence_id,
        article_id,
        revision_id,
        content_id,
        lang,
        lang_confidence,
        title,
        body,
        word_count,
        masked_count
    from source

)

select * from renamed
