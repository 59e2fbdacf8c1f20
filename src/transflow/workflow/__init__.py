"""The commands without their words: read → decide → draft → verify → write. Nothing here prints or exits."""

from transflow.workflow.adopting import Adopted, Adoption, adopt
from transflow.workflow.approving import Approvals, Approved, approve
from transflow.workflow.drafting import Outcome, Result, translate
from transflow.workflow.explaining import Explanation, explain_page, explain_text
from transflow.workflow.overview import Filter, Overview, Task, Translation, overview, tasks

__all__ = [
    "Adopted", "Adoption", "Approvals", "Approved", "Explanation", "Filter", "Outcome", "Overview", "Result",
    "Task", "Translation",
    "adopt", "approve", "explain_page", "explain_text", "overview", "tasks", "translate",
]  # fmt: skip
