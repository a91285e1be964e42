"""The words that stand around the answers on a printed form, in both languages side by side."""

_SAYS = {
    "act": {
        "en": "Juvenile Justice (Care and Protection of Children) Act, 2015 and Model Rules, 2016",
        "hi": "किशोर न्याय (बालकों की देखरेख और संरक्षण) अधिनियम, 2015 और आदर्श नियम, 2016",
    },
    "act_pocso": {
        "en": "Protection of Children from Sexual Offences Act, 2012 and Rules, 2020",
        "hi": "लैंगिक अपराधों से बालकों का संरक्षण अधिनियम, 2012 और नियम, 2020",
    },
    "form": {"en": "FORM {no}", "hi": "प्रपत्र {no}"},
    "to_confirm": {"en": "Layout to be confirmed", "hi": "प्रपत्र के ढाँचे की पुष्टि शेष"},
    "draft": {"en": "DRAFT", "hi": "प्रारूप"},
    "void": {"en": "VOID", "hi": "अमान्य"},
    "void_why": {
        "en": "Void: the transfer for which this order was made was taken back. Nobody is handed a child by it.",
        "hi": "अमान्य: जिस स्थानांतरण के लिए यह आदेश हुआ था, वह वापस ले लिया गया। इससे कोई बच्चा नहीं सौंपा जाता।",
    },
    "replaced": {"en": "REPLACED", "hi": "बदला गया"},
    "replaced_why": {
        "en": "Replaced: the paper {serial} stands in place of this one.",
        "hi": "बदला गया: इसकी जगह काग़ज़ {serial} है।",
    },
    "serial": {"en": "Serial no.", "hi": "क्रमांक"},
    "case": {"en": "Case no.", "hi": "प्रकरण संख्या"},
    "child": {"en": "Child", "hi": "बच्चा"},
    "signed": {"en": "Signed on", "hi": "हस्ताक्षर की तारीख"},
    "photo": {"en": "Photo of the child", "hi": "बच्चे का फ़ोटो"},
    "photo_kept": {
        "en": "Photo: if one was given, it is kept on the portal.",
        "hi": "फ़ोटो: दिया गया हो तो पोर्टल पर सुरक्षित है।",
    },
    "photo_none": {"en": "No photo was given.", "hi": "फ़ोटो नहीं दिया गया।"},
    "unanswered": {"en": "Left empty: {list}", "hi": "ख़ाली छोड़े गए: {list}"},
    "withheld": {"en": "Not shown to this reader: {count} questions", "hi": "इस पाठक को नहीं दिखाए गए प्रश्न: {count}"},
    "order": {"en": "ORDER", "hi": "आदेश"},
    "opening": {
        "en": "In case no. {case}, concerning the child {child}, the following is ordered:",
        "hi": "प्रकरण संख्या {case} में, बच्चे {child} के संबंध में, यह आदेश दिया जाता है:",
    },
    "closing": {
        "en": "Given on {day} under the signatures below and the seal of this office.",
        "hi": "आज दिनांक {day} को नीचे दिए हस्ताक्षरों और इस कार्यालय की मुहर के साथ जारी।",
    },
    "closing_draft": {"en": "Not signed. A draft has no force.", "hi": "हस्ताक्षर नहीं हुए। प्रारूप का कोई बल नहीं है।"},
    "members": {"en": "Signed by, and members present", "hi": "हस्ताक्षरकर्ता और उपस्थित सदस्य"},
    "present": {"en": "present at the sitting", "hi": "बैठक में उपस्थित"},
    "signer": {"en": "Signed by", "hi": "हस्ताक्षरकर्ता"},
    "on_portal": {"en": "signed on the portal, {at}", "hi": "पोर्टल पर हस्ताक्षर, {at}"},
    "by_hand": {"en": "signature or thumb", "hi": "हस्ताक्षर या अँगूठा"},
    "to_sign": {"en": "To be signed by", "hi": "हस्ताक्षर होने हैं"},
    "check": {"en": "Check that this paper is genuine: {url}", "hi": "जाँचें कि यह काग़ज़ असली है: {url}"},
    "secret": {
        "en": "Confidential: section 74 forbids making known who the child is.",
        "hi": "गोपनीय: धारा 74 बच्चे की पहचान प्रकट करना वर्जित करती है।",
    },
    "printed": {"en": "Printed {at}", "hi": "मुद्रण {at}"},
    "printed_by": {"en": "Printed {at} by {who}", "hi": "मुद्रण {at}, {who} द्वारा"},
    "page": {"en": "Page {page} of {pages}", "hi": "पृष्ठ {page} / {pages}"},
}


def say(key: str, lang: str, **facts: object) -> str:
    """Words of the paper in one language, with their facts."""
    return _SAYS[key][lang].format(**facts)
