-- One row per article and scope that it counts in: all, month, region, region and month, agency,
-- topic.
{% set scopes = {
    "all": "'all'",
    "month": "cast(month_date as varchar)",
    "region": "region_id",
    "region_month": "concat(region_id, '|', cast(month_date as varchar))",
    "agency": "agency_id",
    "topic": "topic_id",
} %}
with articles as (

    select
        article_id,
        story_id,
        occurrence_count,
        agency_id,
        published_date,
        primary_region_id as region_id,
        primary_topic_id as topic_id,
        {{ month_start('published_date') }} as month_date
    from {{ ref('fct_articles') }}
    where not is_junk

)

{% for kind, scope in scopes.items() %}
    {% if not loop.first %}union all{% endif %}

    select
        '{{ kind }}' as scope_kind,
        {{ scope }} as scope_id,
        article_id,
        story_id,
        occurrence_count,
        agency_id,
        topic_id,
        published_date
    from articles
    {% if 'month' in kind %}where month_date is not null{% endif %}

{% endfor %}
