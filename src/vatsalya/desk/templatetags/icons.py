"""The few signs of the portal, drawn here so that a page needs no further request."""

SIGNS = {
    "alert": "M12 3 2 20h20L12 3zM12 10v4M12 17v.01",
    "arrow": "M5 12h14M13 6l6 6-6 6",
    "back": "M19 12H5M11 6l-6 6 6 6",
    "book": "M4 5a2 2 0 0 1 2-2h14v16H6a2 2 0 0 0-2 2V5zM4 19h16M8 7h8M8 11h6",
    "check": "M4 12l5 6L20 6",
    "child": "M12 4a3 3 0 1 1 0 6 3 3 0 0 1 0-6zM6 21v-3a6 6 0 0 1 12 0v3",
    "clock": "M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18zM12 7v5l3 2",
    "eye": "M2 12s4-7 10-7 10 7 10 7-4 7-10 7S2 12 2 12zM12 9a3 3 0 1 1 0 6 3 3 0 0 1 0-6z",
    "hand": (
        "M8 12V5.5a1.5 1.5 0 0 1 3 0V11M11 10V4a1.5 1.5 0 0 1 3 0v7"
        "M14 11V5.5a1.5 1.5 0 0 1 3 0V14a7 7 0 0 1-7 7c-3 0-4.5-1.5-6-4l-2-3.5a1.5 1.5 0 0 1 2.6-1.5L8 15"
    ),
    "home": "M4 11l8-7 8 7v9h-5v-6H9v6H4v-9z",
    "info": "M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18zM12 11v6M12 7v.01",
    "lock": "M6 11h12v9H6v-9zM8 11V8a4 4 0 0 1 8 0v3",
    "map": "M12 21s7-6 7-11a7 7 0 0 0-14 0c0 5 7 11 7 11zM12 7.5a2.5 2.5 0 1 1 0 5 2.5 2.5 0 0 1 0-5z",
    "menu": "M3 6h18M3 12h18M3 18h18",
    "paper": "M6 3h8l4 4v14H6V3zM14 3v4h4M9 12h6M9 16h6",
    "phone": "M5 3h4l2 5-2.5 1.5a11 11 0 0 0 6 6L16 13l5 2v4a2 2 0 0 1-2 2A16 16 0 0 1 3 5a2 2 0 0 1 2-2z",
    "print": "M7 8V3h10v5M7 17H4V8h16v9h-3M7 14h10v7H7v-7z",
    "scale": "M12 3v18M7 21h10M5 7h14M5 7l-3 7h6L5 7zM19 7l-3 7h6l-3-7z",
    "search": "M10.5 3a7.5 7.5 0 1 1 0 15 7.5 7.5 0 0 1 0-15zM16 16l5 5",
    "tray": "M3 13l3-9h12l3 9v7H3v-7zM3 13h5l1.5 3h5L16 13h5",
}
