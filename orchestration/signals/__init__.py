"""What stands out of the counts: bursts and silences. Pure: Arrow in, Arrow out.

Holds tests of counts against an expectation, each with a false-alarm rate that is stated and
tested. No engine and no file: dbt's Python models call these functions with the marts' rows.

Both tests count time in articles delivered, not in days: the rhythm of the week, holidays and
uneven delivery speed all publishers up and slow them down alike, and so cancel out.
"""
