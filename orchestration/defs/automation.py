"""Jobs, named for what an operator wants."""

import dagster as dg

everything = dg.define_asset_job(
    "everything",
    selection=dg.AssetSelection.all(),
    description="Take in new dumps, enrich, model, test and publish.",
)

reload_delivery = dg.define_asset_job(
    "reload_delivery",
    selection=dg.AssetSelection.all(),
    description="Replace the rows of the deliveries named in the run's config, then publish.",
)

JOBS = [everything, reload_delivery]
