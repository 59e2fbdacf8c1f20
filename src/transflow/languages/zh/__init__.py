"""What is known of Chinese, a module a part; `transflow.languages` lists the parts."""
