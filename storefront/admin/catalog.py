"""Categories and options."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from modeltranslation.admin import TranslationAdmin, TranslationTabularInline

from storefront import services
from storefront.models import Category, Option, OptionValue


@admin.register(Category)
class CategoryAdmin(TranslationAdmin):
    list_display = ["name", "parent", "slug", "position"]
    list_editable = ["position"]
    list_select_related = ["parent"]
    search_fields = ["name_en", "name_de", "slug"]
    prepopulated_fields = {"slug": ["name"]}

    def save_model(self, request: HttpRequest, category: Any, form: Any, change: bool) -> None:
        """A new name changes what its products are found by and what Digital River is told."""
        super().save_model(request, category, form, change)
        if change:
            services.category_saved(category)


class OptionValueInline(TranslationTabularInline):
    model = OptionValue
    extra = 1


@admin.register(Option)
class OptionAdmin(TranslationAdmin):
    list_display = ["name", "code", "position"]
    list_editable = ["position"]
    inlines = [OptionValueInline]
