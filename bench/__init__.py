"""How fast, beside what others would use, in one run on one machine: ratios and never absolute claims."""
