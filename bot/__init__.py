"""The conversation core: an activity comes in, a reply goes out. Knows no platform."""
