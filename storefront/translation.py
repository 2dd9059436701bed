"""Which columns exist once a language (name_en, name_de); empty ones fall back to English."""

from modeltranslation.translator import TranslationOptions, register

from storefront import models


@register(models.Market)
class MarketTranslation(TranslationOptions):
    fields = ("name",)


@register(models.DeliveryMethod)
class DeliveryMethodTranslation(TranslationOptions):
    fields = ("name", "description")


@register(models.Category)
class CategoryTranslation(TranslationOptions):
    fields = ("name", "description")


@register(models.Product)
class ProductTranslation(TranslationOptions):
    fields = ("name", "summary", "description", "specification")


@register(models.ProductImage)
class ProductImageTranslation(TranslationOptions):
    fields = ("alt",)


@register(models.Option)
class OptionTranslation(TranslationOptions):
    fields = ("name",)


@register(models.OptionValue)
class OptionValueTranslation(TranslationOptions):
    fields = ("name",)


@register(models.Sku)
class SkuTranslation(TranslationOptions):
    fields = ("label",)
