-- Whose releases are repeated most: articles per story, by agency?
select a.agency_name, s.story_count, s.article_count, s.articles_per_story
from marts.agg_syndication as s
join marts.dim_agencies as a on s.scope_id = a.agency_id
where s.scope_kind = 'agency'
order by s.articles_per_story desc, s.story_count desc
limit 20;
