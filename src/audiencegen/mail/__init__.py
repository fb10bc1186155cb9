"""Issue → HTML, plain text, MIME: one letter in the three forms that a mail program or a mailing service takes.

`reduction` brings the body down to what an inbox can show, once; `html` and `text` are the two readings of that tree,
and `message` puts them into one envelope. Nothing here knows a reader: what belongs to one is added when it is sent.
"""
