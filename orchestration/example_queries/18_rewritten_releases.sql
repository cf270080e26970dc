-- Which articles were changed after they came out, and how did the title change?
select new.article_id, old.title as title_before, new.title as title_now, new.revision_number
from marts.fct_revisions as new
join marts.fct_revisions as old
    on new.article_id = old.article_id and new.revision_number = old.revision_number + 1
order by new.article_id, new.revision_number;
