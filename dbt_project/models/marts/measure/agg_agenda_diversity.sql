with scheme as (

    select ln(count(*)) as max_entropy
    from {{ ref('dim_topics') }}
    where topic_id <> 'none'

),

agendas as (

    select
        scope_key,
        scope_kind,
        scope_id,
        count(*) as topic_count,
        max(agenda_article_count) as agenda_article_count,
        sum(
            -(article_count / agenda_article_count)
            * ln(article_count / agenda_article_count)
            -- in one order, for the last bits of a sum hang on it
            order by topic_id
        ) as entropy
    from {{ ref('agg_agendas') }}
    group by scope_key, scope_kind, scope_id

)

select
    agendas.scope_key,
    agendas.scope_kind,
    agendas.scope_id,
    agendas.agenda_article_count,
    agendas.topic_count,
    agendas.entropy,
    scheme.max_entropy,
    agendas.entropy / scheme.max_entropy as topic_diversity
from agendas
cross join scheme
