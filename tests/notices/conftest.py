from tests.exchange.conftest import listener  # noqa: F401  (a gateway is a receiver on this machine)
