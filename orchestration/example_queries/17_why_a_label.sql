-- On which words do the topic labels rest most often?
select t.topic_name, lower(m.matched_text) as words, count(distinct m.article_id) as articles
from marts.fct_mentions as m
join marts.dim_topics as t on m.entity_id = t.topic_id
where m.entity_kind = 'topic'
group by t.topic_name, words
order by articles desc, words
limit 50;
