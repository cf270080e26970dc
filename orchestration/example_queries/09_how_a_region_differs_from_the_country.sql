-- How far is each region's agenda from that of all articles?
select r.region_name, d.right_article_count as articles, d.agenda_distance
from marts.agg_agenda_distances as d
join marts.dim_regions as r on d.right_id = r.region_id
where d.left_kind = 'all' and d.right_kind = 'region'
order by d.agenda_distance desc;
