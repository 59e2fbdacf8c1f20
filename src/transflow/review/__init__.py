"""`review` in the browser: a desk on this machine where a person reads translations, and every act is a command's function."""
