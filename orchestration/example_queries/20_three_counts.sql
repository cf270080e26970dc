-- How many articles, stories and occurrences has each month? Stories of two months count in both.
select scope_id as month, article_count, story_count, occurrence_count, articles_per_story
from marts.agg_syndication
where scope_kind = 'month'
order by month;
