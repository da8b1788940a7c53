"""Administrative areas: boundaries with validity dates, population, import, and who serves where."""
