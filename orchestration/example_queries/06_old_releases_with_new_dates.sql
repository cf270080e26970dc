-- Which articles carry a news id that belongs to another date: old releases with a new date?
select d.published_date, d.govkz_id, d.id_difference, a.title
from marts.fct_id_disagreements as d
join marts.fct_articles as a using (article_id)
order by abs(d.id_difference) desc;
