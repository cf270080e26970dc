-- How much of each day do we have at least, and which days say nothing?
select date_day, article_count, coverage_lower_bound, figure_state
from explore.days
order by date_day;
