with source as (

    select * from {{ source('enriched', 'story_edges') }}

),

renamed as (

    select
        first_id,
        second_id,
        pair_kind,
        score,
        words_cosine,
        days_apart,
        shared_words,
        shared_names,
        shared_numbers,
        reasons
    from source

)

select * from renamed
