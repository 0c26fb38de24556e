from django.urls import path

from minisite.accounts import views

app_name = "accounts"
urlpatterns = [
    path("sign-up/", views.SignUp.as_view(), name="sign_up"),
    path("sign-in/", views.SignIn.as_view(), name="sign_in"),
    path("sign-out/", views.SignOut.as_view(), name="sign_out"),
    path("api/sign-in/", views.sign_in_async, name="sign_in_async"),
    path("api/sign-in-sync/", views.sign_in_sync, name="sign_in_sync"),
    path("api/me/", views.me_async, name="me_async"),
    path("api/me-sync/", views.me_sync, name="me_sync"),
]
