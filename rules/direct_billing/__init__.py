"""Direct billing (domain 2.7 to 2.9, 5.2): the hospital bills us, the family pays its share only."""
