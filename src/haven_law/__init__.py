"""The law of domestic abuse protection notices and orders (Domestic Abuse Act 2021, Part 3) as plain functions.

Standard library only; no clock of its own: every question is asked with its day or instant. Every answer names its
provision. Where the law is unsettled the answer says so and gives both readings; it never chooses silently.
"""
