from django.urls import path

from minisite.board import views

app_name = "board"
urlpatterns = [
    path("board/", views.stations, name="stations"),
    path("board/<slug:origin>/", views.board, name="board"),
    path("board/<slug:origin>/stream/", views.stream, name="stream"),
    path("board/<slug:origin>/report/", views.report, name="report"),
    path("board-sync/<slug:origin>/", views.board_page_sync, name="board_sync"),
    path("api/board/<slug:origin>/", views.board_json, name="board_json"),
    path("api/board-sync/<slug:origin>/", views.board_json_sync, name="board_json_sync"),
]
