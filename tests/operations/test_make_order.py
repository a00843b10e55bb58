"""Making an order: each gate refused and met, what follows from it, and what the paper says."""

import pytest

from haven.orders.models import Order
from tests.operations.court_helpers import made_order


def test_an_order_is_made(house, now):
    order = made_order(house, now)
    assert Order.objects.get() == order
    assert order.effective_at == order.made_at
