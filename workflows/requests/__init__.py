"""The small processes of what families ask for beside cover and money."""
