"""What a charge of an item usually comes to, by what was asked before."""

from collections.abc import Iterable, Mapping

import psycopg

from rules.vocabulary import Process

FEWEST = 10
"""With fewer examples nothing is called usual."""
_SAMPLE = 1000

_USUAL = """
SELECT wanted.item, middle.amount
FROM unnest(%(items)s::text[]) AS wanted (item)
CROSS JOIN LATERAL (
    SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY asked_amount) AS amount, count(*) AS examples
    FROM (
        SELECT asked_amount FROM decision_line
        JOIN decision ON decision.id = decision_line.decision_id
        JOIN cases ON cases.case_number = decision.case_number AND cases.process = %(process)s
        WHERE decision_line.item = wanted.item AND asked_amount > 0 AND (
            decision.case_number NOT IN (
                SELECT case_number FROM case_event WHERE kind = 'DECISION_TAKEN_BACK'
            ) OR decision_stands(decision)
        )
        LIMIT %(sample)s
    ) AS asked
) AS middle
WHERE middle.examples >= %(fewest)s
"""


def usual_amounts(
    connection: psycopg.Connection, process: Process, items: Iterable[str]
) -> Mapping[str, int]:
    """The middle amount of a line by item, in fen; items with too few examples are left out.

    An estimate names a stay in a few lines, a bill every charge: each process has its own usual. What was
    entered by a slip, in a decision that was taken back, is no example.
    """
    asked = {"process": process.value, "items": sorted(set(items)), "sample": _SAMPLE, "fewest": FEWEST}
    return {str(item): int(amount) for item, amount in connection.execute(_USUAL, asked)}
