"""What an application server loads; the data folder comes from TUTELA_DATA."""

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
