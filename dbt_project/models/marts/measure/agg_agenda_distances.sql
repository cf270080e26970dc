-- With p and q the shares of a topic in two agendas, the divergence is half the sum over all
-- topics of p log2(2p/(p+q)) + q log2(2q/(p+q)). Agendas are made dense first, a topic without
-- articles being a share of 0, so that a filter on either side reaches the rows that are paired.
with scopes as (

    select
        scope_kind,
        scope_id,
        max(agenda_article_count) as agenda_article_count
    from {{ ref('agg_agendas') }}
    group by scope_kind, scope_id

),

agendas as (

    select
        scopes.scope_kind,
        scopes.scope_id,
        scopes.agenda_article_count,
        topics.topic_id,
        coalesce(counted.article_count, 0) / scopes.agenda_article_count as topic_share
    from scopes
    cross join {{ ref('dim_topics') }} as topics
    left join {{ ref('agg_agendas') }} as counted
        on
            scopes.scope_kind = counted.scope_kind
            and scopes.scope_id = counted.scope_id
            and topics.topic_id = counted.topic_id
    where topics.topic_id <> 'none'

),

diverged as (

    select
        a.scope_kind as left_kind,
        a.scope_id as left_id,
        b.scope_kind as right_kind,
        b.scope_id as right_id,
        a.agenda_article_count as left_article_count,
        b.agenda_article_count as right_article_count,
        -- in one order, for the last bits of a sum hang on it
        sum(
            case
                when a.topic_share > 0
                    then a.topic_share * log2(2 * a.topic_share / (a.topic_share + b.topic_share))
                else 0
            end
            + case
                when b.topic_share > 0
                    then b.topic_share * log2(2 * b.topic_share / (a.topic_share + b.topic_share))
                else 0
            end
            order by a.topic_id
        ) / 2 as raw_divergence
    from agendas as a
    inner join agendas as b on a.topic_id = b.topic_id
    group by
        a.scope_kind, a.scope_id, b.scope_kind, b.scope_id,
        a.agenda_article_count, b.agenda_article_count

)

select
    left_kind,
    left_id,
    right_kind,
    right_id,
    left_article_count,
    right_article_count,
    -- the last bits of a sum may lie below zero or above one
    round(least(greatest(raw_divergence, 0), 1), 12) as divergence,
    round(sqrt(least(greatest(raw_divergence, 0), 1)), 12) as agenda_distance
from diverged
