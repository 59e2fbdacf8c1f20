"""One translation put together although not every draft fits into it: one text never blocks its page.

Once it is, the ids are known that a site makes of its headings, and links to these are led there.
"""

from msgspec import structs

from transflow.bitext import RecordedFault
from transflow.errors import UnfitText
from transflow.pipeline.assemble import Assembled, assemble
from transflow.pipeline.batch import FaultyText, Job
from transflow.verification import Fault

_UNFIT = "a draft of this text would change the structure of the page, so it keeps its source"
_BY_HAND = "write its translation by hand, or put `<!-- transflow:off -->` before it and `<!-- transflow:on -->` behind"


def assemble_fitting(job: Job) -> Assembled:
    """Put one translation together; a text that cannot be put in without harm keeps its source, and is told.

    Raises:
        DocumentError: A draft would break the page though it is not known which.
    """
    for _ in range(len(job.texts)):
        try:
            return _with_links_led(job, assemble(job))
        except UnfitText as error:
            number, block = error.block, job.source.blocks[max(error.block, 0)]
            if number < 0 or job.texts.get(number, block.text) == block.text:
                raise
            job.texts[number] = block.text
            issue = RecordedFault("TF601", f"{_UNFIT}: {_BY_HAND}")
            job.rows[number] = structs.replace(
                job.rows[number], draft=block.text, rung="none", findings=(issue,)
            )
            fault = Fault("TF601", "error", issue.message)
            job.findings.append(FaultyText(job.source.line(block.start), (fault,)))
    return _with_links_led(job, assemble(job))


def _with_links_led(job: Job, made: Assembled) -> Assembled:
    """Return a translation with the links of its new texts to its own headings as these are called there.

    A heading that keeps its id is called as before, and so is one of which a link on another page was led already.
    """
    # Of most pages no text has a link to a place of a page.
    some = [number for number, text in job.texts.items() if "#" in text]
    moved = job.adaptation.moved(made.text) if some else {}
    led = {
        number: new
        for number in some
        if (new := job.adaptation.led(number, job.texts[number], moved)) != job.texts[number]
    }
    if not moved or not led:
        return made
    for number, text in led.items():
        job.texts[number] = text
        job.rows[number] = structs.replace(job.rows[number], draft=text)
    return assemble(job)
