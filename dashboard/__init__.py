"""The readers' dashboard: reading in `queries`, drawing in `charts`, words in `text`.

It opens nothing but the published snapshot and imports nothing of the pipeline but its settings.
`views/` is not called `pages/`: Streamlit takes a folder of that name beside the entry point for
its own older kind of pages, and runs one without the frame when a server's first visit is a deep
link to it.
"""
