-- The lead is the earliest article of a story; every other one is told by its best pair.
with articles as (

    select
        article_id,
        story_id,
        lang,
        published_date
    from {{ ref('fct_articles') }}

),

leads as (

    select
        article_id,
        story_id,
        lang
    from articles
    qualify row_number() over (
        partition by story_id order by published_date asc nulls last, article_id asc
    ) = 1

),

edges as (

    select * from {{ ref('stg_enriched__story_edges') }}

),

directed as (

    select
        *,
        first_id as article_id,
        second_id as other_id
    from edges

    union all

    select
        *,
        second_id as article_id,
        first_id as other_id
    from edges

),

best as (

    select
        directed.article_id,
        directed.other_id,
        directed.pair_kind,
        directed.score,
        directed.words_cosine,
        directed.shared_words,
        directed.shared_names,
        directed.shared_numbers,
        directed.reasons
    from directed
    inner join articles as one on directed.article_id = one.article_id
    inner join articles as other
        on directed.other_id = other.article_id and one.story_id = other.story_id
    inner join leads on one.story_id = leads.story_id
    qualify row_number() over (
        partition by directed.article_id
        order by
            directed.other_id = leads.article_id desc,
            directed.score desc,
            directed.words_cosine desc,
            directed.other_id asc
    ) = 1

)

select
    articles.article_id,
    articles.story_id,
    case
        when articles.article_id = leads.article_id then 'lead'
        when best.pair_kind = 'same_text' then 'copy'
        when articles.lang <> leads.lang then 'translation'
        when best.words_cosine >= {{ var('edit_cosine') }} then 'edit'
        else 'translation'
    end as story_role,
    case
        when articles.article_id <> leads.article_id then coalesce(best.other_id, leads.article_id)
    end as matched_article_id,
    case
        when articles.article_id = leads.article_id then null
        when best.article_id is null then 'same_address'
        else best.pair_kind
    end as matched_by,
    case when articles.article_id = leads.article_id then null else coalesce(best.score, 1.0) end
        as similarity,
    case when articles.article_id <> leads.article_id then best.words_cosine end as words_cosine,
    case when articles.article_id <> leads.article_id then best.shared_words end as shared_words,
    case when articles.article_id <> leads.article_id then best.shared_names end as shared_names,
    case when articles.article_id <> leads.article_id then best.shared_numbers end
        as shared_numbers,
    case when articles.article_id <> leads.article_id then best.reasons end as reasons
from articles
inner join leads on articles.story_id = leads.story_id
left join best on articles.article_id = best.article_id
