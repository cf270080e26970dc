"""Everything that a snapshot depends on, as one hash: a build with the same one has no work."""

import hashlib

from orchestration.fingerprint import (
    enriching_fingerprint,
    modelling_fingerprint,
    parsing_fingerprint,
    searching_fingerprint,
)
from orchestration.kept import KeptBytes
from orchestration.settings import Settings


def compute_inputs_id(settings: Settings) -> str:
    """Hash of deliveries, their names, and the code, seeds and settings of every stage."""
    digest = hashlib.sha256()
    for fingerprint in (
        parsing_fingerprint(),
        enriching_fingerprint(),
        modelling_fingerprint(),
        searching_fingerprint(),
    ):
        digest.update(fingerprint.encode())
    digest.update(f"{settings.coverage_bound:g}".encode())
    for delivery_id, record in sorted(KeptBytes(settings.kept_dir).records().items()):
        names = sorted(s.file_name for s in record.sightings)
        digest.update("\x1f".join([delivery_id, record.refusal or "", *names]).encode())
    return digest.hexdigest()[:32]


def compute_rules_id() -> str:
    """Hash of the rules that cut dumps into articles and give them their identity and labels."""
    digest = hashlib.sha256(f"{parsing_fingerprint()} {enriching_fingerprint()}".encode())
    return digest.hexdigest()[:32]
