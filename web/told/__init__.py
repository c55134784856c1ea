"""What is refused, said in Chinese: the sentences, and how the values of one are found again."""
