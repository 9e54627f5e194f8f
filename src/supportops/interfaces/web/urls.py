"""Each page and its address."""

urlpatterns: list = []
