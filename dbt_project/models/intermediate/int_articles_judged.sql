-- Which articles are junk, and why; the first rule of the seed that applies gives the reason.
with articles as (

    select
        article_id,
        title,
        body,
        publisher_slug
    from {{ ref('int_articles_current') }}

),

rules as (

    select
        rule_id,
        field,
        pattern,
        reason,
        cast(priority as integer) as priority
    from {{ ref('junk_rules') }}

),

texts as (

    select
        article_id,
        coalesce(publisher_slug, '') as slug,
        lower(trim(title)) as title,
        lower(trim(body)) as body,
        -- a letter is whatever has two cases or is no ASCII sign
        regexp_replace(title, '[0-9\s[:punct:]«»“”„–—…№•·×|]', '', 'g') = '' as is_title_bare,
        trim(body) = '' as is_body_empty
    from articles

),

matched as (

    select
        texts.article_id,
        rules.reason,
        rules.priority
    from texts
    inner join rules
        on
            (rules.field = 'slug' and texts.slug like rules.pattern)
            or (rules.field = 'title' and texts.title like rules.pattern)
            or (rules.field = 'body' and texts.body like rules.pattern)

    union all

    select
        article_id,
        case when is_title_bare then 'no title and no body' else 'empty body' end as reason,
        90 as priority
    from texts
    where is_body_empty

),

decided as (

    select
        article_id,
        reason
    from matched
    qualify row_number() over (partition by article_id order by priority, reason) = 1

)

select
    articles.article_id,
    decided.article_id is not null as is_junk,
    decided.reason as junk_reason
from articles
left join decided on articles.article_id = decided.article_id
