"""MoneyField: minor units in the database, Money in Python."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.expressions import Combinable
from django.utils.translation import gettext_lazy as _

from core.money import CurrencyMismatch, Money


class _MoneyAttribute:
    """Turns the column's integer into Money with the currency of its row, on every read."""

    def __init__(self, field: MoneyField) -> None:
        self.field = field

    def __get__(self, instance: models.Model | None, owner: type) -> Any:
        if instance is None:
            return self
        name = self.field.attname
        if name not in instance.__dict__:
            instance.refresh_from_db(fields=[name])
        minor = instance.__dict__[name]
        if minor is None:
            return None
        return Money.from_minor(minor, getattr(instance, self.field.currency_field))

    def __set__(self, instance: models.Model, value: Any) -> None:
        instance.__dict__[self.field.attname] = self.field.to_minor(value)
        if isinstance(value, Money):
            known = instance.__dict__.get(self.field.currency_field)
            if not known:
                setattr(instance, self.field.currency_field, value.currency)
            elif known != value.currency:
                raise CurrencyMismatch(f"{value!r} in a row kept in {known}")


class MoneyField(models.BigIntegerField):
    """A BIGINT column of minor units; the currency is the sibling field ``currency_field``.

    Attribute: Money or None. Accepts Money, None, or an integer that already is minor units.
    """

    description = "amount of money"

    if TYPE_CHECKING:  # what django-stubs reads for models, and makes optional with null=True
        _pyi_private_set_type: Money | int | Combinable  # type: ignore[assignment]
        _pyi_private_get_type: Money  # type: ignore[assignment]

    def __init__(self, *args: Any, currency_field: str = "currency", **kwargs: Any) -> None:
        self.currency_field = currency_field
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        kwargs["currency_field"] = self.currency_field
        return name, path, args, kwargs

    def contribute_to_class(
        self, cls: type[models.Model], name: str, *args: Any, **kw: Any
    ) -> None:
        super().contribute_to_class(cls, name, *args, **kw)
        setattr(cls, self.attname, _MoneyAttribute(self))

    def to_minor(self, value: Any) -> Any:
        """Minor units of a Money; anything but Money, int, None or an expression is an error."""
        if isinstance(value, Money):
            return value.minor
        if isinstance(value, bool | float | Decimal | str):
            raise TypeError(f"{self.name} takes Money or minor units, not {value!r}")
        return value

    def to_python(self, value: Any) -> Any:
        if isinstance(value, Money) or value is None:
            return value
        try:
            return int(value)
        except (TypeError, ValueError) as error:
            raise ValidationError(_("Enter an amount of money.")) from error

    def run_validators(self, value: Any) -> None:
        super().run_validators(value.minor if isinstance(value, Money) else value)

    def get_prep_value(self, value: Any) -> Any:
        if isinstance(value, Money):
            value = value.minor
        return super().get_prep_value(value)

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        return model_instance.__dict__.get(self.attname)

    def value_to_string(self, obj: models.Model) -> str:
        return str(obj.__dict__[self.attname])
