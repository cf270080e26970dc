-- One row per article, role and place. How the primary place is chosen and how sure that is, is
-- said once, in _int_regions__models.yml.
with

articles as (

    select
        articles.article_id,
        articles.occurrence_id,
        -- the lead fades out over 600 characters, or over a shorter text (7 characters a word)
        greatest(least(600, articles.word_count * 7), 1) as lead_length,
        agencies.region_id as agency_region_id,
        agencies.country_code as agency_country_code,
        case
            when agencies.country_code is not null and agencies.country_code <> 'KZ' then 'abroad'
            when agencies.region_id like 'KZ-%' then 'regional'
            when agencies.region_id = 'KZ' or agencies.agency_level = 'national' then 'national'
            else 'unknown'
        end as publisher_scope
    from {{ ref('int_articles_current') }} as articles
    left join {{ ref('stg_enriched__agencies') }} as agencies
        on articles.agency_id = agencies.agency_id

),

mentions as (

    select
        articles.article_id,
        mentions.rule,
        mentions.field,
        mentions.weight,
        case
            when mentions.entity_kind = 'country' then 'ABROAD:' || mentions.entity_id
            else mentions.entity_id
        end as region_id,
        case
            when mentions.field = 'title' then 0
            else greatest(0, 1 - mentions.char_start * 1.0 / articles.lead_length)
        end as earliness,
        mentions.rule in (
            'region_name', 'city', 'district', 'place', 'demonym', 'capital'
        ) as is_named
    from {{ ref('stg_enriched__mentions') }} as mentions
    inner join articles on mentions.occurrence_id = articles.occurrence_id
    where mentions.entity_kind in ('region', 'country')

),

-- the title counts three times, the lead twice, the number of mentions with falling returns
scored as (

    select
        article_id,
        region_id,
        -- rounded: the last bits of a sum hang on the order of its rows, and equal scores are ties
        round(
            3 * least(coalesce(sum(weight) filter (where field = 'title'), 0), 1.5), 6
        ) as title_score,
        round(
            3 * least(coalesce(sum(weight) filter (where field = 'title'), 0), 1.5)
            + 2 * least(sum(weight * earliness), 1.5)
            + ln(1 + coalesce(sum(weight) filter (where field = 'body'), 0)),
            6
        ) as score,
        count(*) filter (where is_named) as mention_count,
        count(*) filter (
            where rule = 'dateline'
            or (rule = 'mission' and (field = 'title' or earliness > 0.4))
        ) as mission_count
    from mentions
    where rule not in ('today', 'capital_hint')
    group by article_id, region_id

),

ranked_regions as (

    select
        article_id,
        region_id,
        score,
        title_score,
        mention_count,
        sum(score) over (partition by article_id) as total_score,
        sum(case when mention_count > 0 then score else 0 end)
            over (partition by article_id) as named_score,
        count(*) over (partition by article_id) as region_count
    from scored
    where region_id like 'KZ-%'
    qualify row_number() over (
        partition by article_id
        order by score desc, title_score desc, mention_count desc, region_id asc
    ) = 1

),

ranked_countries as (

    select
        article_id,
        region_id,
        score,
        title_score,
        mission_count
    from scored
    where region_id like 'ABROAD:%'
    qualify row_number() over (
        partition by article_id
        order by mission_count desc, score desc, region_id asc
    ) = 1

),

features as (

    select
        articles.article_id,
        articles.publisher_scope,
        articles.agency_region_id,
        articles.agency_country_code,
        best.region_id as best_region_id,
        best.mention_count as best_mention_count,
        country.region_id as country_id,
        coalesce(best.region_count, 0) as region_count,
        coalesce(best.score, 0) as best_score,
        coalesce(best.title_score, 0) as best_title_score,
        coalesce(best.score / nullif(best.total_score, 0), 0) as best_share,
        coalesce(best.score / nullif(best.named_score, 0), 0) as best_named_share,
        coalesce(own.score, 0) as own_score,
        coalesce(country.mission_count, 0) as mission_count,
        coalesce(country.title_score, 0) as country_title_score,
        coalesce(national.score, 0) as national_score,
        coalesce(national.title_score, 0) as national_title_score
    from articles
    left join ranked_regions as best on articles.article_id = best.article_id
    left join ranked_countries as country on articles.article_id = country.article_id
    left join scored as own
        on
            articles.article_id = own.article_id
            and articles.agency_region_id = own.region_id
    left join scored as national
        on articles.article_id = national.article_id and national.region_id = 'KZ'

),

ruled as (

    select
        *,
        case
            when publisher_scope = 'abroad' then 'mission'
            when publisher_scope <> 'regional' and mission_count > 0 then 'mission_in_text'
            when
                publisher_scope = 'regional' and best_region_id <> agency_region_id
                and best_score > own_score + 2.5
                and (best_title_score > 0 or (own_score = 0 and best_score >= 3))
                then 'other_region'
            when
                publisher_scope = 'regional' and best_score = 0 and national_title_score >= 1.5
                then 'national_text'
            when publisher_scope = 'regional' then 'publisher_region'
            when
                best_score >= 1.5 and best_share >= 0.6
                -- a title about a country, ours or another, speaks louder than a region in the body
                and (
                    best_title_score > 0
                    or (country_title_score < 2 and national_title_score < 1.5)
                    or best_score >= 4
                )
                -- national bodies sit in the capital: named in passing, it is not the matter
                and not (
                    best_region_id = 'KZ-71' and best_title_score = 0
                    and best_score < 2 and national_title_score > 0
                )
                -- a national body names regions as examples: it must name one early and alone
                and not (
                    publisher_scope = 'national' and best_title_score = 0
                    and (best_score < 2 or best_named_share < 0.7)
                )
                then 'region_in_text'
            when publisher_scope = 'national' then 'national_publisher'
            when
                national_score > 0
                and (best_score < 1.5 or best_share < 0.6 or best_title_score = 0)
                then 'national_text'
            when region_count >= 3 and best_share < 0.4 then 'national_text'
            when best_score > 0 then 'only_region'
            when country_id is not null then 'only_country'
        end as primary_rule
    from features

),

decided as (

    select
        *,
        case
            when primary_rule = 'mission' then 'ABROAD:' || agency_country_code
            when primary_rule in ('mission_in_text', 'only_country') then country_id
            when primary_rule = 'publisher_region' then agency_region_id
            when primary_rule in ('national_publisher', 'national_text') then 'KZ'
            else best_region_id
        end as primary_region_id,
        case
            when primary_rule = 'mission' then 'high'
            when primary_rule = 'publisher_region' and own_score > 0 then 'high'
            when
                primary_rule = 'region_in_text' and best_share >= 0.75
                and best_title_score > 0
                then 'high'
            when primary_rule = 'national_publisher' and best_score < 1.5 then 'high'
            when primary_rule in ('mission_in_text', 'region_in_text', 'national_publisher')
                then 'medium'
            when primary_rule = 'publisher_region' and best_score = 0 then 'medium'
            when primary_rule = 'national_text' and national_score >= 1 then 'medium'
            else 'low'
        end as primary_confidence
    from ruled
    where primary_rule is not null

),

subjects as (

    select
        decided.article_id,
        'subject' as role,
        decided.primary_region_id as region_id,
        coalesce(scored.score, 0) as score,
        coalesce(scored.title_score, 0) as title_score,
        coalesce(scored.mention_count, 0) as mention_count,
        decided.primary_confidence as confidence,
        true as is_primary,
        decided.primary_rule
    from decided
    left join scored
        on
            decided.article_id = scored.article_id
            and decided.primary_region_id = scored.region_id

),

publishers as (

    select
        article_id,
        'publisher' as role,
        case publisher_scope
            when 'abroad' then 'ABROAD:' || agency_country_code
            when 'regional' then agency_region_id
            else 'KZ'
        end as region_id,
        0 as score,
        0 as title_score,
        0 as mention_count,
        'high' as confidence,
        false as is_primary,
        cast(null as string) as primary_rule
    from features
    where publisher_scope <> 'unknown'

),

others as (

    select
        scored.article_id,
        case when scored.region_id like 'ABROAD:%' then 'abroad' else 'mentioned' end as role,
        scored.region_id,
        scored.score,
        scored.title_score,
        scored.mention_count,
        case
            when scored.title_score > 0 or scored.mention_count > 1 then 'high'
            when scored.mention_count = 1 or scored.score >= 0.5 then 'medium'
            else 'low'
        end as confidence,
        false as is_primary,
        cast(null as string) as primary_rule
    from scored
    left join decided on scored.article_id = decided.article_id
    where
        scored.region_id <> coalesce(decided.primary_region_id, '')
        and (scored.region_id not like 'KZ-%' or scored.mention_count > 0)

),

-- where a place named in an older text lies on today's map
today as (

    select
        article_id,
        'today' as role,
        region_id,
        0 as score,
        0 as title_score,
        count(*) as mention_count,
        'high' as confidence,
        false as is_primary,
        cast(null as string) as primary_rule
    from mentions
    where rule = 'today'
    group by article_id, region_id

)

select * from subjects
union all
select * from publishers
union all
select * from others
union all
select * from today
