"""How a message leaves the house. So far only `transport`, one conversation with one mail server."""
