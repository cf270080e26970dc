-- Which two regions have the most similar agendas, and which the most different ones?
-- Only regions with 30 articles or more: few articles make any two look different.
select a.region_name as left_region, b.region_name as right_region, d.agenda_distance
from marts.agg_agenda_distances as d
join marts.dim_regions as a on d.left_id = a.region_id
join marts.dim_regions as b on d.right_id = b.region_id
where d.left_kind = 'region' and d.right_kind = 'region' and d.left_id < d.right_id
    and least(d.left_article_count, d.right_article_count) >= 30
order by d.agenda_distance;
