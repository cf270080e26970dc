{# From which lower bound of a day's coverage an empty cell is a zero; see orchestration/settings.py. #}
{% macro coverage_bound() -%}
    cast('{{ env_var("BASPASOZ_COVERAGE_BOUND", "0.5") }}' as double)
{%- endmacro %}
