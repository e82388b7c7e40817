"""The programme as reviewed data, and the search over it. Knows no platform, no store and no clock."""
