"""What the auditor looks for: one case, one person, a span of days. All may be left empty."""

from haven.web.parts.forms import DayField, HavenForm, TextField


class AuditForm(HavenForm):
    case = TextField(label="Case reference", help_text="For example DC-7KQ4-58XM", max_length=30, required=False)
    who = TextField(label="Name or number of the member of staff", max_length=120, required=False)
    first = DayField(label="From", past=True, required=False)
    last = DayField(label="To", past=True, required=False)
