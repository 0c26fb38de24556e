from django.urls import path

from minisite.work import views

app_name = "work"
urlpatterns = [
    path("tickets/<slug:reference>/make/", views.make, name="make"),
    path("tickets/<slug:reference>/ticket.pdf", views.ticket_file, name="ticket_file"),
    path("jobs/<int:job>/progress/", views.progress, name="progress"),
    path("api/jobs/<int:job>/", views.job_json, name="job_json"),
    path("api/jobs-sync/<int:job>/", views.job_json_sync, name="job_json_sync"),
]
