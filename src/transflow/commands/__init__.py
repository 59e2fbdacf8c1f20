"""One file a command, without its words: read → decide → draft → verify → write. Nothing here prints or exits."""
