"""Curated: subscribers, and by which link they came."""

from __future__ import annotations

from audiencegen.people.formats.shape import Format, columns

FORMAT = Format("Curated", columns("emailaddress subscribedat utmsource"))
