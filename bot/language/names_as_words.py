"""Names that are words as well: in small letters they stay in a question, unless a name stands beside them."""

WORDS = """ will mark may june april august art bill grant hope chase page max miles summer autumn winter
spring young long short small little head day days week weeks year years field hill wood green brown white
black gray grey king price rich love best good cook baker walker hunter bell ball banks park lane street
church house hall home more major power read reader work works school teach case cash cross english england
first fair french gold hand holiday hub law lead leader live marsh moon most neat new noble north south east
west old only part paid pay place pound rest right rule sale sharp speed stone strong sweet term time town
trust wall ward way wise a an and are as at be by can do for he if in is it me my no not of on or so the to up
us we you am all any has had have how i its our she that their them there they this was what when where who
why with
"""
ALSO_WORDS = frozenset(WORDS.split())
GIVEN = "harry tom karen robert ben dan sam jo beth hannah margaret patel bob"
GIVEN_NAMES = frozenset(GIVEN.split())  # they stand in wordings, and are names all the same
WITH_A_CAPITAL = GIVEN_NAMES | {"grace", "sue", "kit", "pat"}  # words as well, in small letters
KINDS = "primary infant infants junior juniors first school academy nursery federation trust and ce rc cofe c of e"
KINDS_OF_SCHOOL = frozenset(KINDS.split())
