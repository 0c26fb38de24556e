"""The site's settings for servers that tests start: what takes long on purpose takes no time."""

from minisite.settings import *  # noqa: F403

# A password is hashed for a third of a second, at every sign-in and for each person that a site begins with.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
