"""Adjudication: from plan, policy, accumulators and claim to a result that explains itself."""
