"""The address of the home page."""

from tutela.web.core.permissions import Permission
from tutela.web.core.routing import route
from tutela.web.home import views

app_name = "home"
urlpatterns = [route("", views.show_home, name="home", needs=Permission.HOME_READ, nav="Home")]
