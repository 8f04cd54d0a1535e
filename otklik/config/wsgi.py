"""The application the web server calls."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "otklik.config.settings")
application = get_wsgi_application()

# Code and catalogs live to the end, and requests leave few rings: looking for them rarely saves CPU.
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 10, 20)
