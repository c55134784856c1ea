"""What families ask for beside cover and money: appointments, complaints, answers, help."""
