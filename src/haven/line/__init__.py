"""The phone line: a flow that a machine speaks, and a desk at which a person answers."""
