"""The linter of letters: rules are plain functions from a parsed letter to findings, one file for each family.

Every rule reads the final bytes, so that it judges what is sent and not what was meant. docs/reference/checks.md has
the reason and the source of each.
"""
