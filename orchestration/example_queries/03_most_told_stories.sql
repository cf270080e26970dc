-- Which stories were told most often, in how many languages and by how many publishers?
select title, first_date, article_count, occurrence_count, lang_count, agency_count
from explore.stories
order by occurrence_count desc, story_id
limit 20;
