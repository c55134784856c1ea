"""Words it: one frozen dataclass a letter, templates, render, sign, verify."""
