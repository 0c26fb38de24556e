"""Sign up, sign in, sign out: Django's own views with the site's templates."""

from typing import Any

from asgiref.sync import sync_to_async
from django.contrib import messages
from django.contrib.auth import alogin, authenticate, login
from django.contrib.auth.models import User
from django.contrib.auth.views import LoginView, LogoutView, RedirectURLMixin
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST
from django.views.generic import CreateView

from minisite.accounts.forms import SignUpForm
from minisite.booking import basket, desk

WRONG = {"error": "The name and the password do not match."}


class SignUp(RedirectURLMixin, CreateView):
    """Make an account and sign in. What the visitor held before stays in the basket."""

    form_class = SignUpForm
    template_name = "accounts/sign_up.html"
    next_page = "booking:tickets"

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            with transaction.atomic():
                response = super().form_valid(form)
        except IntegrityError:  # somebody else took the name a moment ago
            form.add_error("username", "A user with that username already exists.")
            return self.form_invalid(form)
        user: User = self.object
        login(self.request, user)
        messages.success(self.request, f"Welcome, {user.get_full_name() or user.username}.")
        return response

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(**context, next=self.get_redirect_url())


class SignIn(LoginView):
    """Django's own, for everybody who has an account."""

    template_name = "accounts/sign_in.html"
    redirect_authenticated_user = True


class SignOut(LogoutView):
    """Django's own. A session that ends gives back what its basket holds."""

    http_method_names = ("get", *LogoutView.http_method_names)

    def get(self, request: HttpRequest, *args: Any, **options: Any) -> HttpResponse:
        return redirect("search:page")  # an address that somebody wrote signs nobody out

    def dispatch(self, request: HttpRequest, *args: Any, **options: Any) -> HttpResponse:
        key = basket.peek(request.session)
        freed = basket.holds(key).live().count() if key and request.method == "POST" else 0
        response = super().dispatch(request, *args, **options)
        if request.method == "POST":
            text = "You are signed out."
            if freed:
                berths = "berth in your basket is" if freed == 1 else "berths in your basket are"
                text += f" The {berths} free for others again."
            messages.success(request, text)
        return response

    def post(self, request: HttpRequest, *args: Any, **options: Any) -> HttpResponse:
        if key := basket.peek(request.session):
            desk.release_all(key)
        return super().post(request, *args, **options)


@sensitive_post_parameters("password")
@require_POST
async def sign_in_async(request: HttpRequest) -> JsonResponse:
    """Sign in, and say as whom. Checking a password takes long on purpose, so it gets a thread.

    `aauthenticate` would do that work on the loop before Django 6.0.
    """
    user = await sync_to_async(authenticate)(
        request,
        username=request.POST.get("username", ""),
        password=request.POST.get("password", ""),
    )
    if user is None:
        return JsonResponse(WRONG, status=403)
    await alogin(request, user)
    return JsonResponse({"name": user.get_username()})


@sensitive_post_parameters("password")
@require_POST
def sign_in_sync(request: HttpRequest) -> JsonResponse:
    """Sign in, and say as whom."""
    user = authenticate(
        request,
        username=request.POST.get("username", ""),
        password=request.POST.get("password", ""),
    )
    if user is None:
        return JsonResponse(WRONG, status=403)
    login(request, user)
    return JsonResponse({"name": user.get_username()})


async def me_async(request: HttpRequest) -> JsonResponse:
    """Who is signed in; no name if nobody is."""
    user = await request.auser()
    return JsonResponse({"name": user.get_username() or None})


def me_sync(request: HttpRequest) -> JsonResponse:
    """Who is signed in; no name if nobody is."""
    return JsonResponse({"name": request.user.get_username() or None})
