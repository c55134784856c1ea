"""A step of a pre-authorization being written."""

from rules.deadlines import ClockKind
from rules.preauthorization.case import AmendmentDecision, PreAuthorizationCase, Proposal
from rules.preauthorization.values import Decision
from rules.roles import Actor
from workflows.case_draft import CaseDraft
from workflows.case_engine import Happening

Case = PreAuthorizationCase
Happened = Happening[PreAuthorizationCase]


class Draft(CaseDraft[PreAuthorizationCase]):
    """Adds to every draft what only a request for approval has: proposals, and a day of treatment."""

    def by_proposal(self, proposal: Proposal) -> "Draft":
        """Record what follows as the act of the person behind a proposal."""
        return self.by(Actor(proposal.made_by, (proposal.made_as,)))

    def proposal(
        self, *, decision: Decision | None = None, amendment: AmendmentDecision | None = None
    ) -> Proposal:
        """A decision on its way, in the name of the one who acts."""
        return Proposal(
            made_by=self._actor.reference,
            made_as=self._actor.roles[0],
            made_at=self.happening.now,
            decision=decision,
            amendment=amendment,
        )

    def wait(self, kind: ClockKind) -> "Draft":
        """Start waiting for the asking side: no longer than to the day of treatment.

        An emergency is being treated already, so its day bounds nothing.
        """
        request = self.case.request
        return self.plan(kind, None if request.emergency else request.planned_on)
