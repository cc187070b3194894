"""What reports are made of: counts from the event store, alerts, concerns, the filter and the people there."""
