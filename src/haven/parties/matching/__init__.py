"""Whether two descriptions mean the same person: words of names, keys, dates, places, points. Pure functions; no table is
read here. `register` finds the candidates and asks this package how alike they are."""
