"""Checks of the workflow and of finished texts, each with a stable code. They need no engine and no network."""

from transflow.checks.finding import Finding, Hit, Place
from transflow.checks.registry import CHECKS, Check, run
from transflow.checks.selection import select
from transflow.checks.subject import Couple, Subject

__all__ = ["CHECKS", "Check", "Couple", "Finding", "Hit", "Place", "Subject", "run", "select"]
