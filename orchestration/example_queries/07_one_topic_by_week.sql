-- How does a topic (here: emergencies) rise and fall by week, as a share of all output?
select period_date as week_date, sum(article_count) as articles,
    sum(article_count) / max(period_article_count) as share
from marts.agg_output_shares
where period_kind = 'week' and topic_id = 'emergencies'
group by period_date
order by period_date;
