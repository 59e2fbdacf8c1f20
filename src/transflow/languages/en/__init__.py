"""What is known of English, a module a part; `transflow.languages` lists the parts."""
