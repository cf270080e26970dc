-- What do state bodies talk about, and how much of the last week's output is each topic?
select
    topics.topic_name,
    sum(shares.article_count) as articles,
    sum(shares.article_count) / max(shares.period_article_count) as share
from marts.agg_output_shares as shares
join marts.dim_topics as topics using (topic_id)
where shares.period_kind = 'week'
    and shares.period_date = (select max(week_date) from marts.dim_dates)
group by topics.topic_name
order by articles desc;
