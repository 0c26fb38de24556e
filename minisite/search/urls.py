from django.urls import path

from minisite.search import views

app_name = "search"
urlpatterns = [
    path("", views.page, name="page"),
    path("one-by-one/", views.page_one_by_one, name="page_one_by_one"),
    path("api/search/", views.search_async, name="search_async"),
    path("api/search-sync/", views.search_sync, name="search_sync"),
]
