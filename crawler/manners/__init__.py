"""How we behave towards a portal: robots.txt, pace and patience, hops between addresses, the cookie wall."""
