"""The words that say which way a figure moves."""

from transflow.numbers.directions import Words

WORDS = Words(
    up="up|rose|risen|rises?|rising|increases?|increased|increasing|grew|grown|grows?|growing|growth(?![ ]to)|gain(?:ed|s|ing)?|advance[ds]?"
    "|climb(?:ed|s|ing)?|jump(?:ed|s)?|surged?|soared?|rall(?:y|ied)|rebound(?:ed|s)?|widen(?:ed|s|ing)?|expand(?:ed|s|ing)?|expansion"
    "|rais(?:ed?|ing)|lift(?:ed|s|ing)?|hik(?:ed?|ing)|higher|add(?:ed|s|ing)|strengthen(?:ed|s|ing)?|inflows?|bought|net[ ](?:buying|purchases?)|profits?(?![ ]to)",
    down="down|fell|fallen|falls?|falling|decreases?|decreased|decreasing|declin(?:e|ed|es|ing)|drop(?:ped|s|ping)?|slid|slides?|sliding"
    "|slip(?:ped|s|ping)?|lost|loses?|losing|shrank|shrunk|shrink(?:s|ing)?|narrow(?:ed|s|ing)?|lower(?:ed|ing)?|cut|cuts|cutting|reduc(?:ed?|ing|tion)"
    "|contract(?:ed|s|ing|ion)|plung(?:ed?|ing)|slump(?:ed|s|ing)?|tumbl(?:ed?|ing)|retreat(?:ed|s)?|shed|weaken(?:ed|s|ing)?|outflows?|sold"
    "|net[ ](?:selling|sales)|loss(?:es)?(?![ ]to)|trimm?(?:ed|ing)?|slash(?:ed|ing)?",
    raising="rais(?:ed?|es|ing)|hik(?:ed?|es|ing)|lift(?:ed|s|ing)?|boost(?:ed|s|ing)?|increas(?:ed|ing)|upgrad(?:ed|ing)",
    lowering="cut|cuts|cutting|lower(?:ed|s|ing)|lower(?=[ ](?:its|their|the|key|interest|rates))|reduc(?:ed?|es|ing)|trimm?(?:ed|s|ing)?|slash(?:ed|es|ing)?|decreas(?:ed|ing)",
    object=r"(?:[ ][^\W\d][\w'’&-]*){1,8}?[ ](?:by|to)",
    inside="growth|profits?|loss(?:es)?|inflows?|outflows?",
    before=r"(?:[ ](?:totall?ed|reached|was|were|is|are|stood[ ]at|came[ ]to))?(?:[ ]from[ ][^,;!?\d]{0,4}\d[^,;!?]{1,45}?[ ]to)?(?:[ ](?:net|back|further|sharply|slightly|significantly|modestly))?(?:[ ](?:by|to|of|at|about|around|nearly|almost|more|less|than"
    r"|over|only|some|just|below|above|under|past|through|as|much|many|a|an|the|net|from))*"
    r"(?:[ ](?:a|an|its|the)(?:[ ][^\W\d][\w'’-]*){0,4}[ ](?:lows?|highs?|peak|level|trough)[ ](?:of|at))?[ ]",
    after=r"[ -](?:year-on-year[ ]|annual[ ]|net[ ]|of[ ]net[ ])?",
)
