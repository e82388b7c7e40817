"""Announcements apart from any platform and any SQL: how they are asked for, previewed, said and reported on."""
