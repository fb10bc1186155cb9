"""How a message leaves the house: `transport`, one conversation with one mail server; `hub`, a word to a WebSub hub."""
