"""The words that the posts of the corpus are made of. They are common words in no order that means anything."""

from __future__ import annotations

NOUNS = tuple(
    """
    afternoon answer apprentice archive argument attic balcony basement basket bench bicycle binding boat bookshop
    border bottle bread bridge bucket building cabinet calendar camera candle captain ceiling cellar chair chapter
    chimney circle clock cloth coat coffee collection conversation corner cottage counter courtyard customer desk
    diary dictionary dinner door draft drawer drawing editor envelope evening exhibition factory farmer festival
    field folder footpath fountain garden glass glue grammar guest guide habit hammer handwriting harbour harvest
    headline hill hinge history holiday horizon hotel house idea index ink instrument invitation island jacket
    journal journey kettle key kitchen ladder lamp landlord language lantern lecture lesson letter library lighthouse
    list machine magazine manual map market meadow meeting memory message mirror morning mountain museum musician
    neighbour newspaper notebook number office orchard outline oven owner page painter paper paragraph passage path
    pencil photograph pianist picture pilot pocket poem postcard poster potter printer promise proof question queue
    quotation railway rain reader receipt recipe record reply report river road room rope rule sailor sample school
    season secret sentence shadow shelf ship shop signature sketch sleeve song staircase stamp station story street
    student subject summer supper table tailor teacher telephone theatre thread ticket timber title tool tower town
    translation traveller treasure tunnel typewriter uncle umbrella valley village visitor voice wagon waiter walk
    wall wardrobe watch weather weekend wheel whistle window winter witness workshop worker yard
    """.split()
)
ADJECTIVES = tuple(
    """
    amber ancient awkward blank brave brief bright broken careful cautious cheap cheerful clean clever cold common
    complete crooked curious damp dark deep distant double early easy empty exact faint familiar final fine first
    flat foreign forgotten fragile fresh friendly gentle grateful green half handsome heavy hidden honest hollow
    immediate late lazy little local lonely long loud lucky modest narrow neat new noisy obvious odd old open ordinary
    painted patient perfect plain pleasant polite practical private proper public quick quiet rare ready round rough
    sensible serious sharp short silent simple slow small soft solid special square steady steep strange strict
    stubborn sudden tall temporary thick thin tidy tired true unexpected unfinished unknown useful usual warm weak
    whole wide wooden wrong yellow young
    """.split()
)
VERBS = tuple(
    """
    answered arranged asked avoided borrowed bought broke brought built carried changed chose cleaned collected
    copied corrected counted crossed cut described discovered divided drew dropped edited emptied exchanged explained
    filled finished fixed folded followed forgot found gathered guarded hid imagined improved invented kept left lent
    liked lost made measured mended missed moved named needed noticed opened ordered packed painted passed planned
    planted polished posted praised prepared printed promised published pulled pushed quoted raised read recognised
    recommended recorded refused remembered removed repaired repeated replaced returned reviewed sent sewed shared
    showed signed sold sorted spelled started stored studied tested thanked told traded translated trusted turned
    understood used visited wanted watched wrapped wrote
    """.split()
)
ADVERBS = tuple(
    """
    again almost already always badly barely carefully certainly clearly early easily eventually exactly finally
    gladly gradually happily hardly honestly immediately kindly lately mostly nearly never often once openly patiently
    perhaps probably properly quickly quietly rarely regularly secretly seldom silently simply slowly sometimes soon
    still suddenly together twice usually
    """.split()
)
PREPOSITIONS = "about above across after against along among around before behind beside between beyond".split()
CONNECTIVES = ("and", "but", "so", "because", "although", "while", "until", "unless", "since", "whenever")
OPENERS = (
    "In the end",
    "At first",
    "By then",
    "For a week",
    "Last spring",
    "On the way home",
    "That year",
    "To our surprise",
    "Without a word",
    "As a rule",
    "Now and then",
    "Years later",
)
PEOPLE = ("I", "we", "they", "she", "he", "nobody", "everybody", "somebody")
NEGATIONS = ("can't", "couldn't", "didn't", "won't", "wouldn't")  # with the apostrophes of letters
TAGS = tuple(
    """
    reading writing editing drafts letters readers archives interviews travel walking cooking gardening printing
    bookbinding typography photography drawing music radio film history maps language translation grammar teaching
    learning habits tools software python javascript publishing feeds email privacy money pricing community events
    introductions questions mistakes failure patience attention memory sleep weather seasons winter summer cities
    villages rivers harbours railways museums craft repair
    """.split()
)
