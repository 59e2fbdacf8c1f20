"""Drafts of units: taken apart, translated sentence by sentence, put together and verified."""

from transflow.translator.drafts import requests, translate
from transflow.translator.text import Draft, Text
from transflow.verification import Knowledge

__all__ = ["Draft", "Knowledge", "Text", "requests", "translate"]
