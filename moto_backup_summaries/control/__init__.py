"""The functions and endpoints of tests: rules, jobs, events and the clock."""
