-- With p and q the shares of a topic in two agendas, the divergence is half the sum over all
-- topics of p log2(2p/(p+q)) + q log2(2q/(p+q)). A topic of one agenda alone adds its share, so
-- that only common topics have to be paired; what is left of each is counted, not subtracted from
-- 1, and an agenda is at distance 0 of itself to the last bit.
with agendas as (

    select
        scope_key,
        scope_kind,
        scope_id,
        topic_id,
        article_count,
        agenda_article_count,
        article_count / agenda_article_count as topic_share
    from {{ ref('agg_agendas') }}

),

heads as (

    select
        scope_key,
        scope_kind,
        scope_id,
        max(agenda_article_count) as agenda_article_count
    from agendas
    group by scope_key, scope_kind, scope_id

),

common as (

    select
        a.scope_key as left_scope_key,
        b.scope_key as right_scope_key,
        sum(a.article_count) as left_common_count,
        sum(b.article_count) as right_common_count,
        sum(
            a.topic_share * log2(2 * a.topic_share / (a.topic_share + b.topic_share))
            + b.topic_share * log2(2 * b.topic_share / (a.topic_share + b.topic_share))
        ) as common_divergence
    from agendas as a
    inner join agendas as b on a.topic_id = b.topic_id
    where a.scope_kind = b.scope_kind or a.scope_kind = 'all' or b.scope_kind = 'all'
    group by a.scope_key, b.scope_key

),

diverged as (

    select
        a.scope_kind as left_kind,
        a.scope_id as left_id,
        b.scope_kind as right_kind,
        b.scope_id as right_id,
        a.agenda_article_count as left_article_count,
        b.agenda_article_count as right_article_count,
        (
            coalesce(common.common_divergence, 0)
            + (a.agenda_article_count - coalesce(common.left_common_count, 0))
            / a.agenda_article_count
            + (b.agenda_article_count - coalesce(common.right_common_count, 0))
            / b.agenda_article_count
        ) / 2 as raw_divergence
    from heads as a
    inner join heads as b
        on a.scope_kind = b.scope_kind or a.scope_kind = 'all' or b.scope_kind = 'all'
    left join common
        on a.scope_key = common.left_scope_key and b.scope_key = common.right_scope_key

)

select
    left_kind,
    left_id,
    right_kind,
    right_id,
    left_article_count,
    right_article_count,
    -- the last bit of a sum may lie below zero
    greatest(raw_divergence, 0) as divergence,
    sqrt(greatest(raw_divergence, 0)) as agenda_distance
from diverged
