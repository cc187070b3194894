"""Education for everyone: training that staff, governors and leads owe, and what learners are taught."""
