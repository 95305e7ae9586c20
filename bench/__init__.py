"""How fast, beside what others would use, in one run on one machine: ratios and never absolute claims."""

import warnings

warnings.filterwarnings("ignore", message="nltk is not installed")  # newspaper4k's, about what is not measured
