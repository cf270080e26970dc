select
    reject_id,
    delivery_id,
    span_start,
    span_end,
    reason,
    detail,
    excerpt
from {{ ref('stg_raw__rejects') }}
