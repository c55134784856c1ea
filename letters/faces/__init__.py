"""Sets letters: four static faces, and how they are cut out of the variable font."""
