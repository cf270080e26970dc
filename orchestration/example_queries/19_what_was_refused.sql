-- What of the dumps belongs to no article, and why?
select d.file_name, r.reason, count(*) as spans, sum(r.span_end - r.span_start) as bytes
from marts.fct_rejects as r
join marts.dim_deliveries as d using (delivery_id)
group by d.file_name, r.reason
order by bytes desc;
