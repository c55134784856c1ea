"""What an entry would come to: priced by the same rules that decide, shown, and never recorded."""
