{# What DuckDB and Spark spell differently; each macro is dispatched, so that the models are not. #}

{# One row per day, both ends included, in column date_day. #}
{% macro date_spine_between(first_day, last_day) -%}
    {{ return(adapter.dispatch('date_spine_between', 'baspasoz')(first_day, last_day)) }}
{%- endmacro %}

{% macro default__date_spine_between(first_day, last_day) -%}
    select cast(spine.range as date) as date_day
    from range(cast({{ first_day }} as timestamp), cast({{ last_day }} as timestamp) + interval 1 day, interval 1 day)
        as spine
{%- endmacro %}

{% macro spark__date_spine_between(first_day, last_day) -%}
    select explode(sequence(cast({{ first_day }} as date), cast({{ last_day }} as date))) as date_day
{%- endmacro %}

{# The first day of the date's month, as a date in both. #}
{% macro month_start(date_column) -%}
    cast(date_trunc('month', {{ date_column }}) as date)
{%- endmacro %}

{# Whole days from the first date to the second. #}
{% macro days_between(first_date, second_date) -%}
    {{ return(adapter.dispatch('days_between', 'baspasoz')(first_date, second_date)) }}
{%- endmacro %}

{% macro default__days_between(first_date, second_date) -%}
    date_diff('day', {{ first_date }}, {{ second_date }})
{%- endmacro %}

{% macro spark__days_between(first_date, second_date) -%}
    datediff({{ second_date }}, {{ first_date }})
{%- endmacro %}
