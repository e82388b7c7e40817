"""Who is who: people, their accounts, and the hubs and cohorts that they belong to."""
