with source as (

    select * from {{ source('enriched', 'stories') }}

),

renamed as (

    select
        article_id,
        story_id,
        series_id
    from source

)

select * from renamed
