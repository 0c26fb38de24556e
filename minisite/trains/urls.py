from django.urls import path

app_name = "trains"
urlpatterns: list = []
