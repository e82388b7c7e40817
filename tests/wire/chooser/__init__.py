"""The chooser over real HTTP, against a server on loopback that speaks the protocol and misbehaves."""
