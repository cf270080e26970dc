-- Did the agenda change from month to month? The distance of each month to the one before.
select d.left_id as month, d.right_id as next_month, d.agenda_distance
from marts.agg_agenda_distances as d
where d.left_kind = 'month' and d.right_kind = 'month'
    and d.right_id::date = d.left_id::date + interval 1 month
order by month;
