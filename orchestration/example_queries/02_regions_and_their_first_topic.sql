-- Which topic leads in each region, and with which share of the region's articles?
select region_name, topic_name, count(*) as article_count,
    count(*) / sum(count(*)) over (partition by region_name) as share
from explore.articles
where region_kind in ('oblast', 'city')
group by region_name, topic_name
qualify row_number() over (partition by region_name order by count(*) desc, topic_name) = 1
order by region_name;
