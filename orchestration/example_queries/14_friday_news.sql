-- Who releases on Fridays and before holidays more than the calendar explains?
select a.agency_name, t.dated_article_count as articles, t.friday_share,
    t.calendar_friday_share, t.preholiday_share, t.calendar_preholiday_share
from marts.agg_release_timing as t
join marts.dim_agencies as a on t.scope_id = a.agency_id
where t.scope_kind = 'agency' and t.dated_article_count >= 10
order by t.friday_share desc;
