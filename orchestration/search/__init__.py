"""Full text over titles and bodies: words, the query language, the index beside a snapshot.

`words` and `asking` are pure; `index` writes for the publish step; `reading` and `marking` serve
readers. Filters and counts don't belong here: hits are rows of `marts.fct_articles`, and whoever
reads that table joins them with what else was asked.
"""
