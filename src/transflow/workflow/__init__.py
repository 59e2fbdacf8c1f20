"""The commands without their words: read → decide → draft → verify → write. Nothing here prints or exits."""

from transflow.workflow.drafting import Outcome, Result, translate
from transflow.workflow.explaining import Explanation, explain_page, explain_text
from transflow.workflow.overview import Filter, Overview, Task, Translation, overview, tasks

__all__ = [
    "Explanation", "Filter", "Outcome", "Overview", "Result", "Task", "Translation",
    "explain_page", "explain_text", "overview", "tasks", "translate",
]  # fmt: skip
