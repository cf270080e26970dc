-- In which topics does a single agency dominate? HHI against its floor, the value if all were alike.
select t.topic_name, c.agency_count, c.known_agency_article_count as articles,
    c.hhi, c.hhi_floor, c.hhi_normalised
from marts.agg_agency_concentration as c
join marts.dim_topics as t on c.scope_id = t.topic_id
where c.scope_kind = 'topic'
order by c.hhi_normalised desc nulls last;
