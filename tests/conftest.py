"""What holds for every test."""

from hypothesis import settings

# How long an example takes depends on the machine and on what else runs there; speed is shown in benchmarks/.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
