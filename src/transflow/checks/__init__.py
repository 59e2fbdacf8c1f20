"""Checks of the workflow and of finished texts, each with a stable code. They need no engine and no network."""

from transflow.checks.documentation import explain
from transflow.checks.finding import Finding, Hit, Place
from transflow.checks.registry import ALL, CHECKS, CLOSING, Check
from transflow.checks.runner import finding, run
from transflow.checks.settings import Settings, codes, known, settings
from transflow.checks.subject import Couple, Subject
from transflow.checks.waivers import Judged, Waiver

__all__ = [
    "ALL", "CHECKS", "CLOSING", "Check", "Couple", "Finding", "Hit", "Judged", "Place", "Settings", "Subject", "Waiver",
    "codes", "explain", "finding", "known", "run", "settings",
]  # fmt: skip
