"""The commands without their words: read → decide → draft → verify → write. Nothing here prints or exits."""

from transflow.workflow.adopting import Adopted, Adoption, adopt
from transflow.workflow.approving import Approvals, Approved, approve
from transflow.workflow.cleaning import Cleaning, Leftover, clean
from transflow.workflow.diffing import Change, Diff, diff
from transflow.workflow.drafting import Outcome, Result, translate
from transflow.workflow.explaining import Explanation, explain_page, explain_text
from transflow.workflow.marking import mark
from transflow.workflow.overview import Filter, Overview, Task, Translation, overview, tasks

__all__ = [
    "Adopted", "Adoption", "Approvals", "Approved", "Change", "Cleaning", "Diff", "Explanation", "Filter",
    "Leftover", "Outcome", "Overview", "Result", "Task", "Translation",
    "adopt", "approve", "clean", "diff", "explain_page", "explain_text", "mark", "overview", "tasks",
    "translate",
]  # fmt: skip
