"""The people of the letter: who they are, what they agreed to, and the store that remembers it.

`person`, `law` and `intake` are pure: an address, where its person stands, what a list from elsewhere would change.
`store` keeps the events in `private/people.sqlite`; `formats` reads the lists of other systems; `private` keeps
files about people to their owner.
"""
