"""Near the socket: the exchange as received, bodies decoded strictly, addresses resolved only to the public net."""
