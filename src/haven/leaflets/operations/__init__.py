"""What is done with a leaflet: published, given."""
