"""Settings of sign-in: one named person, own password, a second factor, short sessions."""

import os

AUTH_USER_MODEL = "accounts.Account"
ACCOUNTS_APPS = ["allauth", "allauth.account", "allauth.mfa", "allauth.usersessions"]
ACCOUNTS_MIDDLEWARE = [
    "allauth.account.middleware.AccountMiddleware",
    "vatsalya.accounts.middleware.limits",
]
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
_PASSWORDS = "vatsalya.accounts.passwords"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_PASSWORDS}.LongEnough", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{_PASSWORDS}.NotCommon"},
    {"NAME": f"{_PASSWORDS}.NotOnlyDigits"},
    {
        "NAME": f"{_PASSWORDS}.NotLikeTheName",
        "OPTIONS": {"user_attributes": ("username", "full_name")},
    },
]
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/desk/"
ACCOUNT_ADAPTER = "vatsalya.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
#: Sign-in names are kept in small letters, so that looking one up uses the index.
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "/sign-in/"
#: Seconds for which a proof of presence (sign-in, code, passkey) is good for a grave act.
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
#: The brake is our own (accounts.brake): the library's counts by name, and so locks the owner out.
ACCOUNT_RATE_LIMITS = False
MFA_ADAPTER = "vatsalya.accounts.adapters.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Vatsalya"
#: One step either way: telephones in the field are up to half a minute off.
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODES_SHOW_ONCE = True
#: A whole State office may sit behind one address.
MFA_RATE_LIMITS = {"webauthn_login": "300/m/ip"}
#: Tracking each click would be a write on each page; the middleware notes the last one by the minute.
USERSESSIONS_TRACK_ACTIVITY = False
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
#: Seconds without a click, and seconds in all, after which a session ends.
IDLE_LIMIT = 30 * 60
ABSOLUTE_LIMIT = 10 * 3600
SESSION_COOKIE_AGE = ABSOLUTE_LIMIT
#: How many proxies of our own stand before the server; each adds one line to X-Forwarded-For.
PROXY_HOPS = int(os.environ.get("PROXY_HOPS", "0"))
