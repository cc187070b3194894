"""Django's settings, made from the one frozen struct of `tutela.settings`; nothing here is set by hand elsewhere.

Importing this module writes nothing. Keys are read when they are first needed.
"""

from pathlib import Path

from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from tutela.keys import KeyFolder
from tutela.settings import load
from tutela.web import project
from tutela.web.project import logs
from tutela.web.project.databases import databases

WEB = Path(__file__).resolve().parent.parent

TUTELA = project.given or load()
OVER_TLS = TUTELA.tls_certificate is not None or TUTELA.is_behind_tls

DEBUG = False
LOGGING = logs.LOGGING
# The key exists once `start` or `up` has made the key folder; a page cannot be signed with a key that stands in a file.
SECRET_KEY = SimpleLazyObject(lambda: KeyFolder(TUTELA.keys).secret("session").hex())
# what the key before has signed stays good, so that a rotation signs nobody out
SECRET_KEY_FALLBACKS = [key.hex() for key in KeyFolder(TUTELA.keys).before("session")]
ALLOWED_HOSTS = [TUTELA.web_address, "localhost", "127.0.0.1", "[::1]"]
if TUTELA.public_address:
    # with brackets round a number of IPv6, as browsers send it
    ALLOWED_HOSTS.append(f"[{TUTELA.public_host}]" if ":" in TUTELA.public_host else TUTELA.public_host)
    CSRF_TRUSTED_ORIGINS = [TUTELA.public_address]
if TUTELA.is_behind_tls:
    # the web listens on loopback then, so nobody but the reverse proxy can say this
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
ROOT_URLCONF = "tutela.web.project.urls"
WSGI_APPLICATION = "tutela.web.project.wsgi.application"

# The order is that of the directions: an app may use those above it.
APPS = (
    "core",
    "backups",
    "accounts",
    "establishments",
    "evidence",
    "actions",
    "responsibilities",
    "registers",
    "consents",
    "engagement",
    "education",
    "policies",
    "reviews",
    "concerns",
    "referrals",
    "worries",
    "exhibits",
    "allegations",
    "transfers",
    "retention",
    "help",
    "filters",
    "records",
    "monitoring",
    "reports",
    "home",
    "setup",
    "demo",
    "project",
)
SMALL_LEAVES_OUT = ("filters:health", "filters:sources", "filters:lists", "reports:filter")
"""Entries of the menu that a small school, whose provider filters, does without."""
INSTALLED_APPS = [
    *(f"tutela.web.{app}" for app in APPS),
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "tutela.web.core.headers.SecurityHeaders",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "tutela.web.worries.untraced.Untraced",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "tutela.web.establishments.middleware.ActorMiddleware",
    "tutela.web.accounts.middleware.SessionAge",
    "tutela.web.concerns.middleware.SealedToPeople",
    "tutela.web.core.routing.RouteGuard",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "tutela.web.core.context.page",
            ],
        },
    }
]

DATABASES = databases(TUTELA)
DATABASE_ROUTERS = ["tutela.web.project.databases.Router"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}
SESSION_ENGINE = "tutela.web.accounts.sessions"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", _("English")), ("cy", _("Cymraeg"))]
LOCALE_PATHS = [WEB / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = TUTELA.time_zone

STATIC_URL = "/static/"
STATIC_ROOT = TUTELA.data / "static"
# once collected (project.collect_static) files carry the hash of their content and may be cached for ever; until then,
# as in tests, they are served from where they lie
COLLECTED = (STATIC_ROOT / "staticfiles.json").exists()
WHITENOISE_USE_FINDERS = not COLLECTED
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if COLLECTED
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

# Sign-in
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["tutela.web.accounts.hashers.Argon2id"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "tutela.web.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = "login"
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = {
    # a whole school comes from one address, so addresses are only a coarse ceiling; accounts.throttle counts finer
    "login": "600/m/ip",
    # of these only codes of a second factor are counted; passwords are by accounts.throttle
    "login_failed": "5/5m/key",
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
}
FORMS = "tutela.web.accounts.forms"
ACCOUNT_FORMS = {
    "login": f"{FORMS}.SignInForm",
    "reauthenticate": f"{FORMS}.ReauthenticateForm",
    "change_password": f"{FORMS}.ChangePasswordForm",
    "set_password": f"{FORMS}.SetPasswordForm",
}
MFA_ADAPTER = "tutela.web.accounts.adapters.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": f"{FORMS}.CodeForm",
    "reauthenticate": f"{FORMS}.CodeAgainForm",
    "activate_totp": f"{FORMS}.SetUpAppForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_ISSUER = "Tutela"
MFA_TOTP_TOLERANCE = 1

# Cookies and transport. The __Host- prefix needs TLS; over loopback's plain HTTP browsers would refuse it.
PREFIX = "__Host-" if OVER_TLS else ""
SESSION_COOKIE_NAME = f"{PREFIX}session"
SESSION_COOKIE_SECURE = OVER_TLS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 10 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_NAME = f"{PREFIX}csrf"
CSRF_COOKIE_SECURE = OVER_TLS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_FAILURE_VIEW = "tutela.web.accounts.views.refused.refuse"
LANGUAGE_COOKIE_NAME = f"{PREFIX}language"
LANGUAGE_COOKIE_SECURE = OVER_TLS
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
# a reverse proxy leads to TLS itself; what speaks to loopback (is it well?) must not be led away
SECURE_SSL_REDIRECT = TUTELA.tls_certificate is not None
SECURE_HSTS_SECONDS = 31_536_000 if OVER_TLS else 0
# not "no-referrer": with it browsers send "Origin: null" with every form, and none could be told from a foreign one
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"

SILENCED_SYSTEM_CHECKS = [
    # the web listens on loopback without TLS, and demands certificates anywhere else (tutela.settings): these four
    # checks cannot see the address
    *([] if OVER_TLS else ["security.W004", "security.W012", "security.W016"]),
    *([] if TUTELA.tls_certificate else ["security.W008"]),
    # HSTS: other services of a school's domain are not ours to bind, nor to send to the browsers' preload lists
    "security.W005",
    "security.W021",
]
