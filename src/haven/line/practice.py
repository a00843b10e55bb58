"""The secrets of the cards in the practice story. Everybody knows them; in production there is no such card."""

PIN, DURESS_PIN, PHRASE = "402817", "771930", "purple harbour kettle"
CANNOT_TALK, SEND_HELP, STAFF_WORDS = "blue umbrella", "red ladder", "the green folder"
