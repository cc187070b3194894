"""Who answers for what: duties, what each is expected to do, the e-safety group, stakeholders, the first journey."""
