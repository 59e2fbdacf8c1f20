"""Grammar as far as terms need it."""

FUNCTION_WORDS = (
    "a an the of in on at to for by with from as and or but that which this these those it its is are was were be been "
    "has have had will would can could may might not no than then so such into over under between more most less least up "
    "down out about after before during their his her our your they we he she i you also said says how who when where what"
)
"""Neither begin nor end a term; words, separated by spaces."""
