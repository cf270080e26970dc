-- One row per article and topic with any evidence: how much, how sure, which labels, which primary.
with settings as (

    -- Every threshold of the topics. Points are weights of the seed topic_terms times place.
    select
        2.5 as title_factor, -- a title names the matter
        1.5 as lead_factor, -- the lead repeats it
        1.0 as body_factor,
        400 as lead_characters,
        0.3 as repeat_factor, -- the n-th mention of a term adds the slope of its logarithm
        6.0 as body_scale, -- points of the body beyond this count ever less: length must not win
        0.4 as setting_factor, -- what a school or shop counts where others act in it
        4.0 as actor_points, -- what it takes to say that they act
        2 as actor_terms, -- or one in the title
        2.0 as primary_points, -- one ordinary word in the title suffices, one in the body does not
        3.5 as label_points, -- a second label has to stand on its own
        0.45 as label_ratio, -- and to be near the first
        7.0 as high_points,
        0.5 as high_share,
        3 as high_terms,
        3.5 as medium_points,
        0.3 as medium_share,
        1.3 as medium_margin, -- a primary topic must be that many times the second
        3 as label_terms -- terms in the later body that make up for none in title and lead

),

mentions as (

    select
        articles.article_id,
        mentions.entity_id as topic_id,
        mentions.term,
        mentions.rule,
        mentions.field,
        mentions.char_start,
        cast(mentions.weight as double) as weight
    from {{ ref('stg_enriched__mentions') }} as mentions
    inner join {{ ref('int_articles_current') }} as articles
        on mentions.occurrence_id = articles.occurrence_id
    where mentions.entity_kind = 'topic'

),

terms as (

    -- one row per article, topic and term: its best place, and how often it is said
    select
        mentions.article_id,
        mentions.topic_id,
        mentions.term,
        max(mentions.weight) as weight,
        max(case when mentions.rule = 'topic_setting' then 1 else 0 end) as is_setting,
        max(case when mentions.field = 'title' then 1 else 0 end) as is_in_title,
        max(
            case
                when mentions.field = 'body' and mentions.char_start < settings.lead_characters
                    then 1
                else 0
            end
        ) as is_in_lead,
        count(*) as mention_count
    from mentions
    cross join settings
    group by mentions.article_id, mentions.topic_id, mentions.term

),

points as (

    select
        terms.article_id,
        terms.topic_id,
        terms.is_in_title,
        terms.is_in_lead,
        terms.is_setting,
        terms.weight
        * case
            when terms.is_in_title = 1 then settings.title_factor
            when terms.is_in_lead = 1 then settings.lead_factor
            else settings.body_factor
        end
        * (1 + settings.repeat_factor * ln(terms.mention_count)) as term_points
    from terms
    cross join settings

),

acts as (

    -- health inspection, police and rescuers act in places that belong to other topics
    select
        points.article_id,
        points.topic_id,
        case
            when
                points.topic_id in ('3', '12', 'emergencies')
                and sum(case when points.is_setting = 0 then points.term_points else 0 end)
                >= max(settings.actor_points)
                and sum(
                    case
                        when points.is_setting = 1 or points.term_points <= 0 then 0
                        when points.is_in_title = 1 then settings.actor_terms
                        else 1
                    end
                ) >= max(settings.actor_terms)
                then 1
            else 0
        end as is_actor
    from points
    cross join settings
    group by points.article_id, points.topic_id

),

outdone as (

    -- whether another topic than this one acts
    select
        article_id,
        topic_id,
        sum(is_actor) over (partition by article_id) > is_actor as is_outdone
    from acts

),

weighed as (

    select
        points.article_id,
        points.topic_id,
        points.is_in_title,
        points.is_in_lead,
        points.term_points
        * case
            when points.is_setting = 1 and outdone.is_outdone then settings.setting_factor else 1
        end as term_points
    from points
    cross join settings
    inner join outdone
        on points.article_id = outdone.article_id and points.topic_id = outdone.topic_id

),

sums as (

    select
        article_id,
        topic_id,
        sum(case when is_in_title = 1 then term_points else 0 end) as title_points,
        sum(case when is_in_title = 0 and is_in_lead = 1 then term_points else 0 end)
            as lead_points,
        sum(case when is_in_title = 0 and is_in_lead = 0 then term_points else 0 end)
            as body_points,
        max(is_in_lead) as is_in_lead,
        count(*) as term_count
    from weighed
    group by article_id, topic_id

),

scored as (

    select
        sums.article_id,
        sums.topic_id,
        round(sums.title_points, 4) as title_score,
        -- rounded: the last bits of a sum hang on the order of its rows
        round(
            sums.title_points
            + sums.lead_points
            + settings.body_scale * ln(1 + greatest(sums.body_points, 0) / settings.body_scale)
            + least(sums.body_points, 0),
            4
        ) as score,
        sums.is_in_lead,
        sums.term_count,
        cast(topics.sort_order as int) as sort_order
    from sums
    cross join settings
    inner join {{ ref('topics') }} as topics on sums.topic_id = topics.topic_id

),

ranked as (

    select
        article_id,
        topic_id,
        score,
        title_score,
        is_in_lead,
        term_count,
        round(score / sum(score) over (partition by article_id), 4) as score_share,
        max(score) over (partition by article_id) as top_score,
        -- equal scores: the earlier topic of the list, so that every run agrees
        row_number() over (
            partition by article_id
            order by score desc, sort_order asc
        ) as topic_rank,
        coalesce(lead(score) over (
            partition by article_id
            order by score desc, sort_order asc
        ), 0) as next_score
    from scored
    where score > 0

)

select
    ranked.article_id,
    ranked.topic_id,
    ranked.score,
    ranked.title_score,
    ranked.term_count,
    ranked.score_share,
    case
        when
            ranked.score >= settings.high_points
            and ranked.score_share >= settings.high_share
            and ranked.term_count >= settings.high_terms
            then 'high'
        when
            ranked.score >= settings.medium_points
            and ranked.score_share >= settings.medium_share
            and (
                ranked.topic_rank > 1
                or ranked.score >= settings.medium_margin * ranked.next_score
            )
            then 'medium'
        else 'low'
    end as confidence,
    ranked.top_score >= settings.primary_points
    and (
        ranked.topic_rank = 1
        or (
            ranked.score >= settings.label_points
            and ranked.score >= settings.label_ratio * ranked.top_score
            and (
                ranked.title_score > 0
                or ranked.is_in_lead = 1
                or ranked.term_count >= settings.label_terms
            )
        )
    ) as is_label,
    ranked.topic_rank,
    ranked.topic_rank = 1 and ranked.score >= settings.primary_points as is_primary
from ranked
cross join settings
