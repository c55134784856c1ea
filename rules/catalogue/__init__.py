"""The plan catalogue: products as data, validated, versioned, and overlaid by the policy schedule."""
