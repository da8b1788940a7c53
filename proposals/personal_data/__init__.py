"""Find personal data in what people type, and hide it: telephones, IIN and BIN, accounts, cards, mail, handles.

The shapes and check digits stand here, on ``phonenumbers`` and ``python-stdnum``. ``airlock-pii`` 0.1.0 finds much the
same, but it is an alpha of one author, and a miss here publishes somebody's number for good: what decides that is code
that this project tests. Names are left to the moderator: a program takes улица Байтурсынова for a person.
"""
