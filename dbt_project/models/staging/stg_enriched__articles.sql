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
        title_lang,
        title,
        body,
        word_count,
        masked_count,
        flags
    from source

)

select * from renamed
