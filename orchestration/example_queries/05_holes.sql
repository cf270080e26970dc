-- From when to when was nothing delivered, and about how many news did we miss?
select first_day, last_day, day_count, missing_id_count
from marts.agg_coverage_holes
order by first_day;
