from django.urls import path

from minisite.booking import api, views

app_name = "booking"
urlpatterns = [
    path("hold/<int:departure>/", views.hold, name="hold"),
    path("basket/", views.show_basket, name="basket"),
    path("basket/<uuid:key>/release/", views.release, name="release"),
    path("tickets/", views.tickets, name="tickets"),
    path("tickets/<slug:reference>/", views.ticket, name="ticket"),
    path("tickets/<slug:reference>/cancel/", views.cancel, name="cancel"),
    path("api/book/", api.book_async, name="book_async"),
    path("api/book-sync/", api.book_sync, name="book_sync"),
    path("api/basket/", api.basket_async, name="basket_async"),
    path("api/basket-sync/", api.basket_sync, name="basket_sync"),
    path("api/tickets/", api.tickets_async, name="tickets_async"),
    path("api/tickets-sync/", api.tickets_sync, name="tickets_sync"),
]
