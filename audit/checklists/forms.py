"""The forms of checklists: the file to send, taking it into use, and throwing a draft away."""

from flask_wtf.file import FileField, FileRequired
from wtforms import SubmitField

from audit.web.forms import PageForm


class SendForm(PageForm):
    file = FileField("Fil", validators=[FileRequired("Välj en fil.")], render_kw={"accept": ".toml"})
    submit = SubmitField("Kontrollera mallen")


class TakeForm(PageForm):
    submit = SubmitField("Ta mallen i bruk")


class DiscardForm(PageForm):
    submit = SubmitField("Ta bort utkastet")
