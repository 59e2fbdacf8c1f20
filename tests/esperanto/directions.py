from transflow.numbers.directions import Words

WORDS = Words(
    up="kreskis|altiĝis",
    down="falis|malkreskis",
    raising="altigis",
    lowering="malaltigis",
    object=r"(?:[ ][^\W\d]+){1,4}?[ ]je",
    inside="kresko",
    before=r"(?:[ ](?:je|ĝis|proksimume))*[ ]",
    after="[ ]da[ ]",
)
