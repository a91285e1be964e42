"""How a section or rule that law data cites is read out in each language."""

import re
from functools import lru_cache

_CITED = {
    "en": (
        (r"\bR\.(?=\d)", "Rule "),
        (r"\bs\.(?=\d)", "section "),
        (r"\bReg\. ?(?=\d)", "Regulation "),
        (r"\br\.(?=\d)", "rule "),
        (r"\bSOP\b", "Standard Operating Procedure"),
        (r"\bBNSS\b", "Bharatiya Nagarik Suraksha Sanhita"),
        (r"\bdesign\b", "the portal's own rule"),
    ),
    "hi": (
        (r"\bR\.(?=\d)", "नियम "),
        (r"\br\.(?=\d)", "नियम "),
        (r"\bs\.(?=\d)", "धारा "),
        (r"\bReg\. ?(?=\d)", "विनियम "),
        (r"\bForms? (?=\d)", "प्रपत्र "),
        (r"\bPart D\b", "भाग घ"),
        (r"\(cd\)", "(गघ)"),
        (r"\bfirst, 2 and 6 months\b", "पहली, 2 और 6 माह पर"),
        (r"\bproviso\b", "परंतुक"),
        (r"\binterval by the State\b", "अंतराल राज्य तय करे"),
        (r"\bperiod on\b", "अवधि"),
        (r"\balso under three quarters of the sittings in a year\b", "वर्ष की तीन चौथाई से कम बैठकें भी"),
        (r"\bfrom first production\b", "पहली पेशी से"),
        (r"\btwo weeks\b", "दो सप्ताह"),
        (r"\bthree working days\b", "तीन कार्य-दिवस"),
        (r"\bdays earlier\b", "दिन पहले"),
        (r"\bdays\b", "दिन"),
        (r"\bChild Helpline SOP\b", "चाइल्ड हेल्पलाइन मानक संचालन प्रक्रिया"),
        (r"\bSOP\b", "मानक संचालन प्रक्रिया"),
        (r"\bModel Foster Care Guidelines\b", "आदर्श पोषण देखरेख दिशानिर्देश"),
        (r"\bModel Rules\b", "आदर्श नियम"),
        (r"\bAdoption Regulations\b", "दत्तक-ग्रहण विनियम"),
        (r"\bPOCSO Rules\b", "पॉक्सो नियम"),
        (r"\bPOCSO\b", "पॉक्सो"),
        (r"\bDPDP Rules\b", "डिजिटल व्यक्तिगत डेटा संरक्षण नियम"),
        (r"\bMission Vatsalya\b", "मिशन वात्सल्य"),
        (r"\bChildline norm\b", "चाइल्डलाइन का मानक"),
        (r"\bSupreme Court\b", "उच्चतम न्यायालय"),
        (r"\bChief Judicial Magistrate\b", "मुख्य न्यायिक मजिस्ट्रेट"),
        (r"\bDivisional Commissioner\b", "संभागीय आयुक्त"),
        (r"\bChildren's Court or District Magistrate\b", "बाल न्यायालय या जिला मजिस्ट्रेट"),
        (r"\bOctober\b", "अक्टूबर"),
        (r"\bMay\b", "मई"),
        (r"\band\b", "और"),
        (r"\bBNSS\b", "भारतीय नागरिक सुरक्षा संहिता"),
        (r"\bdesign\b", "पोर्टल का नियम"),
    ),
}


@lru_cache(maxsize=512)
def cited(rule: str, lang: str) -> str:
    """The rule a form or a limit stands on, as people read it: "R.18(5); s.36(2)" becomes words."""
    for short, words in _CITED[lang]:
        rule = re.sub(short, words, rule)
    return rule
