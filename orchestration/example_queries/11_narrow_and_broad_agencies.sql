-- Which agencies speak of one thing only, and which of everything?
select a.agency_name, v.agenda_article_count as articles, v.topic_count, v.topic_diversity
from marts.agg_agenda_diversity as v
join marts.dim_agencies as a on v.scope_id = a.agency_id
where v.scope_kind = 'agency' and v.agenda_article_count >= 5
order by v.topic_diversity, articles desc;
