"""Indian grouping of large numbers and dates as people say them."""

DATE_FORMAT = "j M Y"
DATETIME_FORMAT = "j M Y, H:i"
NUMBER_GROUPING = (3, 2, 0)
USE_THOUSAND_SEPARATOR = True
THOUSAND_SEPARATOR = ","
DECIMAL_SEPARATOR = "."
DATE_INPUT_FORMATS = ["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y", "%d.%m.%Y"]
